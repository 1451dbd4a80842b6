import { domainOf, type LedgerAddress } from '../../address/address.ts';
import { type ReceiverFamily, receiverFamilyOf } from '../../address/receiver-families.ts';
import type { RetryPolicy } from '../../retry.ts';
import type { RecordStore } from '../../store/record-store.ts';
import type { GuardSubject } from '../guard/incident.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { EventIdHash } from '../record/event-id.ts';
import type { SourceIncidents } from './source-incidents.ts';

/** What every command of the ledger works with. */
export interface LedgerContext {
  readonly store: RecordStore;
  readonly policy: CompiledPolicy;
  readonly retryPolicy: RetryPolicy;
  /** Whether addresses are stored as keyed hashes only. */
  readonly hashed: boolean;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly sourceIncidents: SourceIncidents;
  /** The stored hash of an event's id. */
  readonly hashId: EventIdHash;
  /** The key of an address's record, and the hash of a domain. */
  readonly keyOf: (text: string) => string;
}

/** What the storm guard counts addresses of a domain for: where addresses are stored hashed, so are domains. */
export function domainSubject({ hashed, keyOf }: LedgerContext, domain: string): GuardSubject {
  return { kind: 'domain', name: hashed ? keyOf(domain) : domain };
}

/** Which record is meant, and what may be stored of its address. */
export interface RecordRef {
  readonly key: string;
  /** Null where only the key is known, or where addresses are stored as keyed hashes. */
  readonly address: string | null;
  /** The keyed hash of the domain, where the address is not stored. */
  readonly domainKey: string | null;
  /** The family of the address's receiver; absent where only the key is known. */
  readonly receiver?: ReceiverFamily;
}

/** The record of an address. */
export function refOf(
  { hashed, keyOf }: Pick<LedgerContext, 'hashed' | 'keyOf'>,
  address: LedgerAddress,
  key = keyOf(address),
): RecordRef {
  const domain = domainOf(address);
  const receiver = receiverFamilyOf(domain);
  return hashed
    ? { key, address: null, domainKey: keyOf(domain), receiver }
    : { key, address, domainKey: null, receiver };
}
