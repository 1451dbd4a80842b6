import type { Answer } from '../answer.ts';

/** A recipient that a message is not sent to, and why. */
export interface Withheld {
  /** The address as the message has it, without display name; empty where the message has none in its place. */
  readonly recipient: string;
  /** The ledger's reason, `invalid-address`, or `ledger-unavailable` under `onUnavailable: 'hold'`. */
  readonly reason: string;
  /** The failure code; null when no failure decided. */
  readonly code: number | null;
  /** One sentence on what to do. */
  readonly advice: string;
}

export function toWithheld({ recipient, reason, code, advice }: Answer): Withheld {
  return { recipient, reason: reason ?? 'suppressed', code, advice };
}

/**
 * A message that was not sent: no recipient was left, or the caller chose `onWithheld: 'throw'`. Its text holds no
 * address; `withheld` does.
 */
export class RecipientsWithheldError extends Error {
  override readonly name = 'RecipientsWithheldError';
  /** The CommonJS build of each adapter has a class of its own; all of them are this one. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'RecipientsWithheldError';
  }
  readonly withheld: readonly Withheld[];
  /** Whether all are withheld only because the ledger could not be asked: send the message again later. */
  readonly retryable: boolean;

  constructor(withheld: readonly Withheld[]) {
    const reasons = [...new Set(withheld.map(({ reason }) => reason))].join(', ');
    super(
      `Not sent: ${withheld.length} recipient${withheld.length === 1 ? ' is' : 's are'} withheld (${reasons}).`,
    );
    this.withheld = withheld;
    this.retryable = withheld.every(({ reason }) => reason === 'ledger-unavailable');
  }
}
