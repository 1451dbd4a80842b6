/** The reading of a policy: from events to the intervals in which lists are suppressed. Pure, and without a clock. */
import type { FailureCode } from '../failure-codes/scheme.ts';
import type { Judge, JudgedPolicy } from './judge.ts';
import type { KeptEvent } from './kept-event.ts';
import { EVERY_LIST, type Reason, reasons } from './ledger.ts';
import type { Cause, Releaser } from './policy-settings.ts';
import { DAY, HOUR } from './time.ts';

/** One cause's last hold on one list, from the event that began it. Times are seconds since 1970; null has no end. */
export interface Interval {
  readonly list: string;
  readonly reason: Reason;
  readonly code: FailureCode;
  /** Hash of the rule's name on the record's shelf. */
  readonly text: number;
  readonly since: number;
  readonly until: number | null;
  readonly exceptTransactional: boolean;
}

/**
 * The last interval of every cause on every list, the strongest first. Intervals that were over before the newest
 * event are left out; others may end at a time that only the reader's clock can judge.
 */
export function intervalsOf(events: readonly KeptEvent[], judge: Judge): readonly Interval[] {
  if (events.length === 0) return [];
  const sorted = [...events].sort(asItHappened);
  const intervals = readPolicy(sorted, judge.general, judge);
  for (const policy of judge.own) intervals.push(...readPolicy(sorted, policy, judge));
  return intervals.sort(strongestFirst);
}

/**
 * Within one second a delivery and a person's release come before a failure, a failure before a complaint, opt-ins
 * before opt-outs: where nobody can tell, the address stays suppressed. A release is dated after all that its author
 * saw (`manual.ts`), so that what shares its second came later.
 */
const ranks: Partial<Record<KeptEvent['kind'], number>> = {
  delivered: 0,
  release: 1,
  complaint: 3,
  resubscribe: 4,
  unsubscribe: 5,
  suppress: 6,
};
const FAILURE_RANK = 2;

function asItHappened(a: KeptEvent, b: KeptEvent): number {
  return (
    a.at - b.at ||
    (ranks[a.kind] ?? FAILURE_RANK) - (ranks[b.kind] ?? FAILURE_RANK) ||
    a.idHigh - b.idHigh ||
    a.idLow - b.idLow
  );
}

function strongestFirst(a: Interval, b: Interval): number {
  return (
    reasons.indexOf(a.reason) - reasons.indexOf(b.reason) || (a.list < b.list ? -1 : a.list > b.list ? 1 : 0)
  );
}

function readPolicy(sorted: readonly KeptEvent[], policy: JudgedPolicy, judge: Judge): Interval[] {
  const counts: Count[] = [];
  for (const event of sorted) {
    if (event.kind === 'delivered') {
      for (const count of counts) count.deliver(event.at);
    } else if (event.kind === 'release') {
      for (const count of counts) count.release(event, 'person');
    } else if (event.kind === 'resubscribe') {
      for (const count of counts) count.release(event, 'opt-in');
    } else {
      countFor(event, policy, judge, counts)?.add(event);
    }
  }
  const newest = sorted.at(-1)?.at ?? 0;
  return counts.flatMap((count) => count.interval(newest) ?? []);
}

/** Finds or makes the count that an event belongs to; nothing when no cause claims it. */
function countFor(event: KeptEvent, policy: JudgedPolicy, judge: Judge, counts: Count[]): Count | undefined {
  const cause = policy.settings.causes[policy.claim(event)];
  if (cause === undefined) return undefined;
  const list = listOf(event, cause, policy, judge);
  if (list === null) return undefined;
  let count = counts.find((known) => known.cause === cause && known.list === list);
  if (count === undefined) {
    count = new Count(cause, list);
    counts.push(count);
  }
  return count;
}

/** The list on which an event's cause would stand under a policy; null when that policy does not regard it. */
function listOf(event: KeptEvent, cause: Cause, policy: JudgedPolicy, judge: Judge): string | null {
  if (policy.list === EVERY_LIST) {
    if (cause.scope !== 'own') return EVERY_LIST;
    return judge.hasOwnPolicy(event.list) ? null : event.list;
  }
  if (cause.scope === 'own' && event.list !== policy.list && event.list !== EVERY_LIST) return null;
  if (cause.scope === 'all-but-transactional' && judge.isTransactional(policy.list)) return null;
  return policy.list;
}

/** One cause's count on one list, walking through time. */
class Count {
  readonly cause: Cause;
  readonly list: string;
  /** Times of counted events that the threshold still looks at. */
  private counted: number[] = [];
  /** Times of events that met the threshold, as far as the escalation remembers. */
  private met: number[] = [];
  private tier = 0;
  private hold: { since: number; until: number | null; code: FailureCode; text: number } | null = null;

  constructor(cause: Cause, list: string) {
    this.cause = cause;
    this.list = list;
  }

  add(event: KeptEvent): void {
    const { count, withinDays, spanDays } = this.cause.threshold;
    this.counted.push(event.at);
    const earliest = withinDays === null ? 0 : event.at - withinDays * DAY;
    while ((this.counted[0] ?? event.at) < earliest) this.counted.shift();
    const first = this.counted[0] ?? event.at;
    if (this.counted.length >= count && event.at - first >= spanDays * DAY) this.hit(event);
  }

  private hit(event: KeptEvent): void {
    const standing = this.hold !== null && (this.hold.until === null || this.hold.until > event.at);
    this.tier = this.tierFor(event.at, standing);
    this.met.push(event.at);
    const hours = this.cause.tiers[this.tier]?.holdHours ?? null;
    const until = hours === null ? null : event.at + hours * HOUR;
    if (this.hold !== null && standing) this.hold.until = laterOf(this.hold.until, until);
    else this.hold = { since: event.at, until, code: event.code, text: event.text };
  }

  /** The tier of a hold renewed or begun at `at`. */
  private tierFor(at: number, standing: boolean): number {
    const { escalation, tiers } = this.cause;
    if (escalation === undefined) return 0;
    const earliest = at - escalation.memoryDays * DAY;
    this.met = this.met.filter((time) => time >= earliest);
    if (this.met.length === 0) return 0;
    const lifted = escalation.on === 'next-event' ? this.met.length : this.tier + (standing ? 0 : 1);
    return Math.min(lifted, tiers.length - 1);
  }

  deliver(at: number): void {
    if (this.cause.threshold.consecutive) this.counted = [];
    if (this.cause.releasedBy.includes('delivery')) this.end(at);
  }

  /** Someone asks for mail again: nothing before counts any more. On every list, it reaches each. */
  release({ at, list, proven }: KeptEvent, releaser: Releaser): void {
    if (list !== this.list && list !== EVERY_LIST) return;
    if (!this.cause.releasedBy.includes(releaser)) return;
    if (this.cause.needsProof && releaser === 'person' && !proven) return;
    this.end(at);
    this.counted = [];
    this.met = [];
    this.tier = 0;
  }

  private end(at: number): void {
    if (this.hold !== null && (this.hold.until === null || this.hold.until > at)) this.hold.until = at;
  }

  interval(newest: number): Interval | undefined {
    if (this.hold === null || (this.hold.until !== null && this.hold.until <= newest)) return undefined;
    return {
      list: this.list,
      reason: this.cause.reason,
      ...this.hold,
      exceptTransactional: this.cause.scope === 'all-but-transactional' && this.list === EVERY_LIST,
    };
  }
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
