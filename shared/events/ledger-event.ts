/** The events on the ledger's EventBridge bus, as its subscribers read them. `ledger-event-schemas.ts` has their schemas. */

/** `Source` of every event. */
export const EVENT_SOURCE = 'bounce-ledger';

/** One suppression of an address, before or after a change. Times are RFC 3339. */
export interface EventSuppression {
  /** The list it is suppressed for; `*` is every list. */
  readonly list: string;
  /** Why: `complaint`, `address-unknown`, `unsubscribe`... */
  readonly reason: string;
  /** The failure code, of four digits. */
  readonly code: number;
  /** The rule that decided. */
  readonly rule: string;
  readonly since: string;
  /** Null when it has no end. */
  readonly until: string | null;
}

/** What changed of an address. */
export interface AddressChange {
  /** Null where addresses are stored as hashes. */
  readonly address: string | null;
  /** The record's key; where addresses are stored as hashes, the hash. */
  readonly key: string;
  readonly revision: number;
  readonly before: readonly EventSuppression[];
  readonly after: readonly EventSuppression[];
}

/** An incident that holds suppressions back until an operator decides. */
export interface Incident {
  /** What kind: `storm` of a recipient domain, or `source`. */
  readonly incident: string;
  /** The recipient domain of a storm. */
  readonly domain?: string | undefined;
  /** The source whose reports are held back. */
  readonly source?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** Addresses counted when it opened. */
  readonly addresses?: number | undefined;
}

interface EventOf<Type extends string, Detail> {
  /** EventBridge's `detail-type`. */
  readonly type: Type;
  /** EventBridge's id of the event. */
  readonly id: string;
  /** RFC 3339. */
  readonly time: string;
  readonly detail: Detail;
}

/** An event of the ledger. */
export type LedgerEvent =
  | EventOf<'address.suppressed', AddressChange>
  | EventOf<'address.released', AddressChange>
  | EventOf<'incident.opened', Incident>;

export type LedgerEventType = LedgerEvent['type'];
