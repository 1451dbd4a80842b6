import type { LedgerAddress } from '../address/address.ts';
import type { ClassifiedEvent } from '../events/event.ts';
import { defaultRetryPolicy, type RetryPolicy } from '../retry.ts';
import type { RecordStore } from '../store/record-store.ts';
import { applyManualAction } from './commands/apply-manual-action.ts';
import type { LedgerContext } from './commands/context.ts';
import { type Erased, type ErasureOptions, eraseAddress } from './commands/erase-address.ts';
import { getStatus, getStatuses } from './commands/get-status.ts';
import {
  decideSourceIncident,
  decideStorm,
  getSourceIncident,
  getStorm,
  type ListedIncident,
  listIncidents,
} from './commands/incidents.ts';
import {
  listSuppressions,
  type SuppressionPage,
  type SuppressionQuery,
} from './commands/list-suppressions.ts';
import { type Preview, previewEvents } from './commands/preview-events.ts';
import { type Recordings, recordEvents } from './commands/record-events.ts';
import { createSourceIncidents } from './commands/source-incidents.ts';
import type { IncidentDecision, SourceIncident, Storm } from './guard/incident.ts';
import { compilePolicy, type PolicyInput } from './policy/compile-policy.ts';
import type { ManualAction } from './policy/manual-action.ts';
import type { AddressStatus } from './policy/status.ts';
import { eventIdHash } from './record/event-id.ts';
import { recordKey } from './record/record-key.ts';

export interface LedgerDeps {
  readonly store: RecordStore;
  readonly settings: PolicyInput & { readonly addresses?: { readonly stored: 'plain' | 'hashed' } };
  /** The secret of the stack: keys the stored ids of events, and addresses where they are stored hashed. */
  readonly stackKey: string;
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number;
  /** For conflicts with other writers; the store retries its own calls. @default `defaultRetryPolicy` */
  readonly retryPolicy?: Partial<RetryPolicy>;
}

/**
 * The ledger: one record an address. Every method rejects when the store cannot be read or written; none answers
 * "not suppressed" because a read failed.
 */
export interface Ledger {
  /** Merges events in: one read and at most one conditional write an address. Never rejects: failures are outcomes. */
  record(events: readonly ClassifiedEvent[]): Promise<Recordings>;
  /** The keyed hash of an address: what names it where it is not stored. */
  keyedHash(address: LedgerAddress): string;
  /** What recording events would change, without recording them. */
  preview(events: readonly ClassifiedEvent[]): Promise<Preview>;
  /** `list` undefined asks for any list. */
  getStatus(
    address: LedgerAddress,
    options?: { readonly list?: string; readonly consistent?: boolean },
  ): Promise<AddressStatus>;
  /** Statuses in the order asked. */
  getStatuses(
    addresses: readonly LedgerAddress[],
    options?: { readonly list?: string },
  ): Promise<readonly AddressStatus[]>;
  /** A page of suppressed addresses. @throws InvalidCursorError */
  listSuppressions(query: SuppressionQuery): Promise<SuppressionPage>;
  /** Suppresses or releases an address. @throws ManualActionError */
  applyManualAction(
    address: LedgerAddress,
    action: ManualAction,
  ): Promise<{ readonly before: AddressStatus; readonly after: AddressStatus }>;
  /** Deletes an address, or keeps a suppressed one under its hash alone. @throws ManualActionError `needs-proof` */
  erase(address: LedgerAddress, options?: ErasureOptions): Promise<Erased>;
  /** The incidents that opened last, the newest first. */
  listIncidents(limit: number): Promise<readonly ListedIncident[]>;
  /** The domain's open or last storm; null when it never had one. */
  getStorm(domain: string): Promise<Storm | null>;
  /** Stores the operator's decision about a domain's storm. Repeating it is safe. @throws ManualActionError `no-storm` */
  decideStorm(
    domain: string,
    decision: IncidentDecision,
  ): Promise<{ readonly storm: Storm; readonly released: number }>;
  /** The source's open or last incident; null when it never had one. */
  getSourceIncident(source: string): Promise<SourceIncident | null>;
  /**
   * Stores the operator's decision about a source's incident. Repeating it is safe.
   * @throws ManualActionError `no-incident`
   */
  decideSourceIncident(
    source: string,
    decision: IncidentDecision,
  ): Promise<{ readonly incident: SourceIncident; readonly released: number }>;
}

/**
 * The ledger over a store.
 *
 * @example
 * const settings = { policy: defaultPolicy, lists: [] };
 * const ledger = createLedger({ store: memoryStore(), settings, stackKey });
 * await ledger.record([event]);
 * await ledger.getStatus(address);
 */
export function createLedger({
  store,
  settings,
  stackKey,
  clock = Date.now,
  retryPolicy,
}: LedgerDeps): Ledger {
  const hashed = settings.addresses?.stored === 'hashed';
  const addressKey = hashed ? stackKey : null;
  const context: LedgerContext = {
    store,
    policy: compilePolicy(settings),
    retryPolicy: { ...defaultRetryPolicy, random: Math.random, ...retryPolicy },
    hashed,
    now: () => Math.floor(clock() / 1000),
    keyOf: (text) => recordKey(text, addressKey),
    hashId: eventIdHash(stackKey),
    sourceIncidents: createSourceIncidents(store.guards),
  };
  return {
    record: (events) => recordEvents(context, events),
    keyedHash: (address) => recordKey(address, stackKey),
    preview: (events) => previewEvents(context, events),
    getStatus: (address, options) => getStatus(context, address, options),
    getStatuses: (addresses, options) => getStatuses(context, addresses, options),
    listSuppressions: (query) => listSuppressions(context, query),
    applyManualAction: (address, action) => applyManualAction(context, address, action),
    erase: (address, options) => eraseAddress(context, address, options),
    listIncidents: (limit) => listIncidents(context, limit),
    getStorm: (domain) => getStorm(context, domain),
    decideStorm: (domain, decision) => decideStorm(context, domain, decision),
    getSourceIncident: (source) => getSourceIncident(context, source),
    decideSourceIncident: (source, decision) => decideSourceIncident(context, source, decision),
  };
}
