/**
 * What a record retains of an address's events, and why that is enough.
 *
 * Every selection below (the newest n of a class, its oldest, the first of each of the newest buckets, the newest
 * for each list) has one property: an event that was passed over in a set is passed over in every larger set. So
 * retaining from a union gives the same however the union was built up: retain(A ∪ B) = retain(retain(A) ∪ B).
 * The record therefore depends on the set of distinct events and on nothing else.
 *
 * Classes depend on the event alone, never on the policy: a changed policy reads what older code retained.
 *
 * What eviction can change, and cannot:
 * - Up to 16 events beside deliveries: nothing is evicted, every reading is exact.
 * - Beyond: a verdict that has no end, and whether a hold stands, read as if nothing had been evicted, as long as
 *   causes count what the shipped ones count, their counts and spans stay within `retention` (`check-policy.ts`
 *   refuses others), a first hold of inactive accounts lasts 30 days, and no delivery lies in the future. `since` of
 *   a hold that events keep renewing may move forward. Where a delivery or a release lies in the two days in which a
 *   row of full mailboxes or of lost domains began, the row may be taken for up to two days shorter; that an inactive
 *   account had a delivery between failures of the same thirty days may be overlooked.
 * - More than 16 lists with manual actions, unsubscribes or opt-ins of their own: the newest 16 lists count.
 * - A report that another one of its id overtakes, by a replay or by a stronger effect, is exact while its class has not
 *   overflowed; a correction to another class
 *   leaves an event's earlier place empty rather than recall what it had displaced.
 */
import { type Basis, isEvidenceOnly } from '../../events/event.ts';
import { type FailureCode, isAddressFailure, retentionOf } from '../../failure-codes/scheme.ts';
import { countsAsPermanent } from '../../smtp/permanence.ts';
import { DAY } from '../time.ts';
import type { StoredEvent } from './stored-event.ts';

/** How many events of a class are retained. */
export interface Retention {
  /** The newest of all. */
  readonly newest: number;
  /** And the oldest: an endless verdict began with it. */
  readonly oldest?: boolean;
  /** And the first of each two days, of the newest so many two-day spans that have any. */
  readonly buckets?: number;
  /** And the first and the last of each thirty days, of the newest so many such spans that have any. */
  readonly spans?: number;
  /** And the newest for each list, of the newest so many lists. */
  readonly lists?: number;
}

export const BUCKET_DAYS = 2;
const BUCKET_SECONDS = BUCKET_DAYS * DAY;
const SPAN_SECONDS = 30 * DAY;

export const retention = {
  /** 2001 to 2004 by more than a bare reply code: the address, its domain or its form is wrong. */
  address: { newest: 8, oldest: true },
  /** Other permanent failures, and a bare reply code. */
  permanent: { newest: 8, oldest: true },
  /** With every time that a hold of thirty days or more ended between two of them, for a record's whole life. */
  inactive: { newest: 8, oldest: true, spans: 14 },
  full: { newest: 8, buckets: 12 },
  domain: { newest: 8, buckets: 12 },
  temporary: { newest: 16 },
  /** Custom codes beyond the shipped groups, 6xxx to 9998: they may count for any cause. */
  custom: { newest: 16, oldest: true, buckets: 12 },
  complaint: { newest: 4, oldest: true, lists: 16 },
  /** Drops that are the sender's affair. */
  dropped: { newest: 4, oldest: true },
  /** Drops because a list of the ESP's own has the address, or because the address is bad. */
  'listed-drop': { newest: 4, oldest: true },
  unsubscribe: { newest: 4, lists: 16 },
  resubscribe: { newest: 4, lists: 16 },
  suppress: { newest: 4, lists: 16 },
  release: { newest: 4, lists: 16 },
  /** With a proof: apart, so that a release without one never displaces it. */
  'release-with-proof': { newest: 4, lists: 16 },
  /** 1xxx: about the sender or the message. */
  incident: { newest: 2 },
  deferral: { newest: 2 },
  informational: { newest: 2 },
  unknown: { newest: 2 },
  /** The newest delivery settles every counter and every hold before it; a second one bears a wrong clock. */
  delivered: { newest: 2 },
  /** What nothing verifies: apart, so that however much of it arrives displaces nothing that counts. */
  evidence: { newest: 2 },
  /** What a replay found to be no event at all: it keeps the earlier reading of its id away. */
  retracted: { newest: 8 },
} as const satisfies Record<string, Retention>;

export type RetentionClass = keyof typeof retention;

/** Beside what each class retains: the newest of all other events. */
const NEWEST_OVERALL = 16;

/** Classes that do not count among the newest of all. */
const APART: ReadonlySet<RetentionClass> = new Set(['delivered', 'retracted', 'evidence']);

/**
 * The class of a bounce; null permanence counts as permanent, as the policy reads it. What suppresses without end
 * shares no class with what does not, however much of that there is.
 */
export function bounceClass(code: FailureCode, permanent: boolean | null, basis: Basis): RetentionClass {
  const byCode = retentionOf(code);
  switch (byCode) {
    case 'address':
      if (!countsAsPermanent(permanent)) return 'temporary';
      return basis === 'reply-code' || basis === 'none' ? 'permanent' : 'address';
    case 'permanent':
    case 'inactive':
      return countsAsPermanent(permanent) ? byCode : 'temporary';
    default:
      return byCode;
  }
}

/** The class of a drop. */
export function dropClass(code: FailureCode, onEspSuppressionList: boolean): RetentionClass {
  return onEspSuppressionList || isAddressFailure(code) ? 'listed-drop' : 'dropped';
}

/** The class of an event. */
export function retentionClass(event: StoredEvent): RetentionClass {
  if (isEvidenceOnly(event.basis)) return 'evidence';
  switch (event.kind) {
    case 'bounce':
      return bounceClass(event.code, event.permanent, event.basis);
    case 'auto-reply':
      return 'informational';
    case 'other':
      return 'retracted';
    case 'release':
      return event.hasProof ? 'release-with-proof' : 'release';
    case 'dropped':
      return dropClass(event.code, event.onEspSuppressionList);
    default:
      return event.kind;
  }
}

/** What has been retained of one class so far, going from the newest event to the oldest. */
interface ClassState {
  count: number;
  buckets: number;
  lists: Set<string> | null;
  /** Indexes: the last event of the class so far, and the last of the current bucket. */
  last: number;
  bucketLast: number;
  bucket: number;
  spans: number;
  span: number;
}

/** Retains from distinct events, given newest first; the order stays. */
export function retain(events: readonly StoredEvent[]): readonly StoredEvent[] {
  if (nothingToEvict(events)) return events;
  const kept = new Uint8Array(events.length);
  const states = new Map<RetentionClass, ClassState>();
  let overall = 0;
  events.forEach((event, place) => {
    const name = retentionClass(event);
    const rule: Retention = retention[name];
    let state = states.get(name);
    if (!state) {
      state = {
        count: 0,
        buckets: 0,
        lists: rule.lists ? new Set() : null,
        last: 0,
        bucketLast: 0,
        bucket: -1,
        spans: 0,
        span: -1,
      };
      states.set(name, state);
    }
    if (state.count++ < rule.newest) kept[place] = 1;
    if (!APART.has(name) && overall++ < NEWEST_OVERALL) kept[place] = 1;
    if (state.lists && state.lists.size < (rule.lists ?? 0) && !state.lists.has(event.list)) {
      state.lists.add(event.list);
      kept[place] = 1;
    }
    if (rule.buckets) {
      const bucket = Math.floor(event.at / BUCKET_SECONDS);
      if (bucket !== state.bucket) {
        keepFirstOfBucket(state, rule.buckets, kept);
        state.bucket = bucket;
      }
      state.bucketLast = place;
    }
    if (rule.spans) {
      const span = Math.floor(event.at / SPAN_SECONDS);
      if (span !== state.span) {
        // The last of this span in time, and the first of the span that is left.
        if (state.spans > 0 && state.spans <= rule.spans) kept[state.last] = 1;
        if (state.spans++ < rule.spans) kept[place] = 1;
        state.span = span;
      }
    }
    state.last = place;
  });
  for (const [name, state] of states) {
    const rule: Retention = retention[name];
    if (rule.oldest || (rule.spans && state.spans <= rule.spans)) kept[state.last] = 1;
    if (rule.buckets) keepFirstOfBucket(state, rule.buckets, kept);
  }
  return events.filter((_, place) => kept[place] === 1);
}

function keepFirstOfBucket(state: ClassState, buckets: number, kept: Uint8Array): void {
  if (state.bucket < 0 || state.buckets >= buckets) return;
  state.buckets++;
  kept[state.bucketLast] = 1;
}

/** Few enough that no selection passes anything over: the usual case, and the cheap one. */
function nothingToEvict(events: readonly StoredEvent[]): boolean {
  let deliveries = 0;
  let retracted = 0;
  let evidence = 0;
  for (const { kind, basis } of events) {
    if (isEvidenceOnly(basis)) evidence++;
    else if (kind === 'delivered') deliveries++;
    else if (kind === 'other') retracted++;
  }
  return (
    deliveries <= retention.delivered.newest &&
    retracted <= retention.retracted.newest &&
    evidence <= retention.evidence.newest &&
    events.length - deliveries - retracted - evidence <= NEWEST_OVERALL
  );
}
