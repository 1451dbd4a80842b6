/** What the client answers about a recipient. */
import type { LedgerFailure } from './failure.ts';

/** What is done about recipients while the ledger cannot be asked: mail is sent, held back, or the call throws. */
export type UnavailablePolicy = 'send' | 'hold' | 'throw';

/** What the ledger says of an address. Times are RFC 3339. */
export interface AddressStatus {
  /** The ledger's form of the address. */
  readonly address: string;
  readonly suppressed: boolean;
  /** Why it is suppressed: `complaint`, `address-unknown`, `unsubscribe`...; null when it is not. */
  readonly reason: string | null;
  /** The failure code, of four digits. */
  readonly code: number | null;
  /** The list it is suppressed for; `*` is every list. */
  readonly list: string | null;
  readonly since: string | null;
  /** When the suppression ends; null when it has no end. */
  readonly until: string | null;
  /** Until when an incident of the whole domain holds a suppression back. */
  readonly pendingUntil: string | null;
  /** One sentence on what to do. */
  readonly advice: string;
  /** Grows with each change of the record; 0 when nothing is known of the address. */
  readonly revision: number;
}

/** The ledger's answer. */
export interface KnownAnswer extends AddressStatus {
  readonly outcome: 'suppressed' | 'not-suppressed';
  /** The recipient as asked. */
  readonly recipient: string;
  /** Whether mail to it may be sent. */
  readonly send: boolean;
}

/** The recipient is not an e-mail address. The other recipients are answered all the same. */
export interface InvalidAnswer {
  readonly outcome: 'invalid';
  readonly recipient: string;
  readonly send: false;
  readonly address: null;
  readonly suppressed: null;
  readonly reason: 'invalid-address';
  readonly code: null;
  readonly advice: string;
}

/** The ledger could not be asked: `send` is what `onUnavailable` declares. */
export interface UnavailableAnswer {
  readonly outcome: 'unavailable';
  readonly recipient: string;
  readonly send: boolean;
  readonly address: string;
  readonly suppressed: null;
  readonly reason: 'ledger-unavailable';
  readonly code: null;
  readonly advice: string;
  readonly failure: LedgerFailure;
}

export type Answer = KnownAnswer | InvalidAnswer | UnavailableAnswer;

export function knownAnswer(recipient: string, status: AddressStatus): KnownAnswer {
  return {
    outcome: status.suppressed ? 'suppressed' : 'not-suppressed',
    recipient,
    send: !status.suppressed,
    ...status,
  };
}

export function invalidAnswer(recipient: string): InvalidAnswer {
  return {
    outcome: 'invalid',
    recipient,
    send: false,
    address: null,
    suppressed: null,
    reason: 'invalid-address',
    code: null,
    advice: 'This is not an e-mail address: correct or remove it.',
  };
}

export function unavailableAnswer(
  recipient: string,
  address: string,
  { failure, policy }: { readonly failure: LedgerFailure; readonly policy: UnavailablePolicy },
): UnavailableAnswer {
  return {
    outcome: 'unavailable',
    recipient,
    send: policy === 'send',
    address,
    suppressed: null,
    reason: 'ledger-unavailable',
    code: null,
    advice: 'The ledger could not be asked: try again later.',
    failure,
  };
}
