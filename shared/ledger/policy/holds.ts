/** Reads a policy: from events to the holds that suppress lists. Pure, and without a clock. */
import { isEvidenceOnly } from '../../events/event.ts';
import type { FailureCode } from '../../failure-codes/scheme.ts';
import type { StoredEvent } from '../record/stored-event.ts';
import { DAY, HOUR } from '../time.ts';
import type { CompiledPolicy, ListRules } from './compile-policy.ts';
import { EVERY_LIST } from './list-verdict.ts';
import type { Cause, Releaser } from './settings.ts';
import { compareReasons, type SuppressionReason } from './suppression-reason.ts';

/** The suppression of one list for one reason, from the event that began it. Seconds since 1970; null has no end. */
export interface Hold {
  readonly list: string;
  readonly suppressionReason: SuppressionReason;
  readonly code: FailureCode;
  /** Hash of the rule's name in the record's text table. */
  readonly textHash: number;
  readonly since: number;
  readonly until: number | null;
  readonly exceptTransactional: boolean;
  /** The source of the event that began it. */
  readonly source: string;
}

/**
 * The last hold of every cause on every list, the strongest first. Holds that were over before the newest event are
 * left out; others may end at a time that only the reader's clock can tell.
 */
export function computeHolds(events: readonly StoredEvent[], policy: CompiledPolicy): readonly Hold[] {
  const sorted = events.filter(({ basis }) => !isEvidenceOnly(basis)).sort(inOrderOfTime);
  if (sorted.length === 0) return [];
  const holds = holdsUnder(policy.general, sorted, policy);
  for (const rules of policy.perList) holds.push(...holdsUnder(rules, sorted, policy));
  return holds.sort(strongestFirst);
}

/**
 * Within one second a delivery and a manual release come before a failure, a failure before a complaint, opt-ins
 * before opt-outs: where the order is unknown, the address stays suppressed. A release is dated after everything its
 * actor saw (`manual-event.ts`), so what shares its second came later.
 */
const ranks: Partial<Record<StoredEvent['kind'], number>> = {
  delivered: 0,
  release: 1,
  complaint: 3,
  resubscribe: 4,
  unsubscribe: 5,
  suppress: 6,
};
const FAILURE_RANK = 2;

function inOrderOfTime(a: StoredEvent, b: StoredEvent): number {
  return (
    a.at - b.at ||
    (ranks[a.kind] ?? FAILURE_RANK) - (ranks[b.kind] ?? FAILURE_RANK) ||
    a.idHigh - b.idHigh ||
    a.idLow - b.idLow
  );
}

function strongestFirst(a: Hold, b: Hold): number {
  return (
    compareReasons(a.suppressionReason, b.suppressionReason) ||
    (a.list < b.list ? -1 : a.list > b.list ? 1 : 0)
  );
}

function holdsUnder(rules: ListRules, sorted: readonly StoredEvent[], policy: CompiledPolicy): Hold[] {
  const counters: CauseCounter[] = [];
  for (const event of sorted) {
    if (event.kind === 'delivered') {
      for (const counter of counters) counter.deliver(event.at);
    } else if (event.kind === 'release') {
      for (const counter of counters) counter.release(event, 'manual');
    } else if (event.kind === 'resubscribe') {
      for (const counter of counters) counter.release(event, 'opt-in');
    } else {
      counterFor(event, rules, policy, counters)?.add(event);
    }
  }
  const newest = sorted.at(-1)?.at ?? 0;
  const holds: Hold[] = [];
  for (const counter of counters) {
    const hold = counter.holdAt(newest);
    if (hold !== undefined) holds.push(hold);
  }
  return holds;
}

/** Finds or makes the counter that an event belongs to; undefined when no cause counts it. */
function counterFor(
  event: StoredEvent,
  rules: ListRules,
  policy: CompiledPolicy,
  counters: CauseCounter[],
): CauseCounter | undefined {
  const cause = rules.causeOf(event);
  if (cause === undefined) return undefined;
  const list = listOf(event, cause, rules, policy);
  if (list === null) return undefined;
  let counter = counters.find((known) => known.cause === cause && known.list === list);
  if (counter === undefined) {
    counter = new CauseCounter(cause, list);
    counters.push(counter);
  }
  return counter;
}

/** The list that an event's cause would suppress under some rules; null when those rules do not regard it. */
function listOf(event: StoredEvent, cause: Cause, rules: ListRules, policy: CompiledPolicy): string | null {
  if (rules.list === EVERY_LIST) {
    if (cause.scope !== 'own') return EVERY_LIST;
    return policy.hasOwnPolicy(event.list) ? null : event.list;
  }
  if (cause.scope === 'own' && event.list !== rules.list && event.list !== EVERY_LIST) return null;
  if (cause.scope === 'all-but-transactional' && policy.isTransactional(rules.list)) return null;
  return rules.list;
}

type MutableHold = { -readonly [Field in 'since' | 'until' | 'code' | 'textHash' | 'source']: Hold[Field] };

/** Counts the events of one cause on one list, in order of time. */
class CauseCounter {
  readonly cause: Cause;
  readonly list: string;
  /** Times of counted events that the threshold still looks at. */
  private counted: number[] = [];
  /** Times of events that met the threshold, as far as the escalation remembers. */
  private met: number[] = [];
  private tier = 0;
  private hold: MutableHold | null = null;

  constructor(cause: Cause, list: string) {
    this.cause = cause;
    this.list = list;
  }

  add(event: StoredEvent): void {
    const { count, withinDays, spanDays } = this.cause.threshold;
    this.counted.push(event.at);
    const earliest = withinDays === null ? 0 : event.at - withinDays * DAY;
    while ((this.counted[0] ?? event.at) < earliest) this.counted.shift();
    const first = this.counted[0] ?? event.at;
    if (this.counted.length >= count && event.at - first >= spanDays * DAY) this.meet(event);
  }

  private meet(event: StoredEvent): void {
    const isActive = this.hold !== null && (this.hold.until === null || this.hold.until > event.at);
    this.tier = this.tierFor(event.at, isActive);
    this.met.push(event.at);
    const hours = this.cause.tiers[this.tier]?.holdHours ?? null;
    const until = hours === null ? null : event.at + hours * HOUR;
    if (this.hold !== null && isActive) this.hold.until = laterOf(this.hold.until, until);
    else {
      const { at: since, code, textHash, source } = event;
      this.hold = { since, until, code, textHash, source };
    }
  }

  /** The tier of a hold renewed or begun at `at`. */
  private tierFor(at: number, isActive: boolean): number {
    const { escalation, tiers } = this.cause;
    if (escalation === undefined) return 0;
    const earliest = at - escalation.memoryDays * DAY;
    this.met = this.met.filter((time) => time >= earliest);
    if (this.met.length === 0) return 0;
    const next = escalation.on === 'next-event' ? this.met.length : this.tier + (isActive ? 0 : 1);
    return Math.min(next, tiers.length - 1);
  }

  deliver(at: number): void {
    if (this.cause.threshold.consecutive) this.counted = [];
    if (this.cause.releasedBy.includes('delivery')) this.end(at);
  }

  /** A release or an opt-in: nothing before it counts any more. On every list, it reaches each. */
  release({ at, list, hasProof, source }: StoredEvent, releaser: Releaser): void {
    if (list !== this.list && list !== EVERY_LIST) return;
    if (releaser === 'opt-in' && this.isListOfAnother(source)) return;
    if (!this.cause.releasedBy.includes(releaser)) return;
    if (this.cause.needsProof && releaser === 'manual' && !hasProof) return;
    this.end(at);
    this.counted = [];
    this.met = [];
    this.tier = 0;
  }

  /** Whether the list is one that the ESP of the source which suppressed it makes: no other source can opt in there. */
  private isListOfAnother(source: string): boolean {
    return this.hold !== null && this.hold.source !== source && this.list.startsWith(`${this.hold.source}/`);
  }

  private end(at: number): void {
    if (this.hold !== null && (this.hold.until === null || this.hold.until > at)) this.hold.until = at;
  }

  /** The hold, unless it was over before the newest event. */
  holdAt(newest: number): Hold | undefined {
    if (this.hold === null || (this.hold.until !== null && this.hold.until <= newest)) return undefined;
    return {
      list: this.list,
      suppressionReason: this.cause.suppressionReason,
      ...this.hold,
      exceptTransactional: this.cause.scope === 'all-but-transactional' && this.list === EVERY_LIST,
    };
  }
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
