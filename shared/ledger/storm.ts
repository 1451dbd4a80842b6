/** Storms: a receiver that is broken, or blocks the sender with a misleading text, must not empty a list. Pure. */
import type { Judge } from './judge.ts';
import type { KeptEvent } from './kept-event.ts';
import { EVERY_LIST, type ListVerdict, type Storm } from './ledger.ts';
import type { StormGuard } from './policy-settings.ts';
import { DAY, MINUTE } from './time.ts';

/** Days over which a domain's mean is taken. */
export const MEAN_DAYS = 7;

/** What of a storm decides about a verdict. */
export type StormState = Omit<Storm, 'domain' | 'addresses'>;

/** Whether the policy guards verdicts of this reason, where it stands. */
function isGuarded(verdict: ListVerdict, judge: Judge): boolean {
  const policy = judge.own.find(({ list }) => list === verdict.list) ?? judge.general;
  return policy.settings.causes.some(({ reason, stormGuard }) => stormGuard && reason === verdict.reason);
}

/** The guard that counts addresses: storms are of domains, so it is the general policy's. */
export function guardOf(judge: Judge): StormGuard | null {
  return judge.general.settings.storm;
}

/** How long after it began a verdict may be held, seconds: the window that opens a storm, and its hold. */
export function longestHold(guard: StormGuard): number {
  return (guard.withinMinutes + guard.holdMinutes) * MINUTE;
}

/** Verdicts of guarded causes that are so young that a storm may hold them: worth a look at the domain. */
export function mayBeHeld(verdicts: readonly ListVerdict[], judge: Judge, now: number): boolean {
  const guard = guardOf(judge);
  if (guard === null) return false;
  const earliest = now - longestHold(guard);
  return verdicts.some((verdict) => verdict.since >= earliest && isGuarded(verdict, judge));
}

/** Until when a storm holds a verdict back, 0 for ever (a person dismissed the storm), null when it does not. */
export function heldUntil(storm: StormState, verdict: ListVerdict, judge: Judge, now: number): number | null {
  const guard = guardOf(judge);
  if (guard === null || storm.decided === 'confirmed' || !isGuarded(verdict, judge)) return null;
  if (verdict.since < storm.from || verdict.since >= storm.until) return null;
  if (storm.decided === 'dismissed') return 0;
  const until = Math.min(storm.until, verdict.since + longestHold(guard));
  return now < until ? until : null;
}

/** How many addresses of a domain turned permanent, by minutes and days since 1970 of when they did. */
export interface DomainCounts {
  readonly minutes: ReadonlyMap<number, number>;
  readonly days: ReadonlyMap<number, number>;
}

/** The minute since 1970 of a time in seconds. */
export function minuteOf(seconds: number): number {
  return Math.floor(seconds / MINUTE);
}

/** The day since 1970 of a time in seconds. */
export function dayOf(seconds: number): number {
  return Math.floor(seconds / DAY);
}

/** A span of time in which a domain has a storm, seconds since 1970. */
export type StormWindow = Pick<Storm, 'from' | 'until' | 'addresses'>;

/**
 * What a domain has in a day, on the mean of the seven before. Days of its last storm are left out: a receiver that
 * breaks down again tomorrow must not pass for one that is always so.
 */
function dailyMean({ days }: DomainCounts, today: number, last: StormState | null): number {
  let sum = 0;
  let counted = 0;
  for (let day = today - MEAN_DAYS; day < today; day++) {
    if (last !== null && day >= dayOf(last.from) && day <= dayOf(last.until)) continue;
    sum += days.get(day) ?? 0;
    counted++;
  }
  return counted === 0 ? 0 : sum / counted;
}

/** What `widestWindow` looks at, beside the times that were counted just now. */
interface Watched {
  readonly counts: DomainCounts;
  readonly guard: StormGuard;
  /** The domain's last storm, where it had one. */
  readonly last: StormState | null;
}

/** How many addresses in the window ending with `minute` make a storm. */
function neededFor({ counts, guard, last }: Watched, minute: number): number {
  return Math.max(guard.addresses, dailyMean(counts, dayOf(minute * MINUTE), last) * guard.timesMean);
}

/** The storm that the window ending with `minute` makes, or null. */
function windowEnding(watched: Watched, minute: number): Omit<StormWindow, 'until'> | null {
  const { counts, guard } = watched;
  const addresses = addressesWithin(counts, guard, minute);
  if (addresses < neededFor(watched, minute)) return null;
  const end = (minute + 1) * MINUTE;
  return { from: end - guard.withinMinutes * MINUTE, addresses };
}

/** The addresses counted in the window that ends with `minute`. */
function addressesWithin({ minutes }: DomainCounts, guard: StormGuard, minute: number): number {
  let addresses = 0;
  for (let m = minute - guard.withinMinutes + 1; m <= minute; m++) addresses += minutes.get(m) ?? 0;
  return addresses;
}

/** The minutes with which the windows end that `times` lie in. */
function endsOf(times: readonly number[], guard: StormGuard): readonly number[] {
  const ends = new Set<number>();
  for (const first of new Set(times.map(minuteOf))) {
    for (let minute = first; minute < first + guard.withinMinutes; minute++) ends.add(minute);
  }
  return [...ends];
}

/** How much of a storm the fullest window is that `times` lie in: 0.5 is half of the addresses needed, 1 is a storm. */
export function shareOfStorm(watched: Watched, times: readonly number[]): number {
  const { counts, guard } = watched;
  const shares = endsOf(times, guard).map(
    (minute) => addressesWithin(counts, guard, minute) / neededFor(watched, minute),
  );
  return Math.max(0, ...shares);
}

/** The storm that counting at `times` made, over every window that they lie in; null when there is none. */
export function widestWindow(watched: Watched, times: readonly number[]): StormWindow | null {
  const { guard } = watched;
  const windows = endsOf(times, guard).flatMap((minute) => windowEnding(watched, minute) ?? []);
  if (windows.length === 0) return null;
  return {
    from: Math.min(...windows.map(({ from }) => from)),
    until: (minuteOf(Math.max(...times)) + 1 + guard.holdMinutes) * MINUTE,
    addresses: Math.max(...windows.map(({ addresses }) => addresses)),
  };
}

/** Since when a guarded verdict stands on every list: what a storm counts; null when none does. */
export function guardedSince(verdicts: readonly ListVerdict[], judge: Judge): number | null {
  const found = verdicts.find((verdict) => verdict.list === EVERY_LIST && isGuarded(verdict, judge));
  return found?.since ?? null;
}

/** Whether an event speaks for a guarded verdict. */
export function isGuardedEvent(event: KeptEvent, judge: Judge): boolean {
  return [judge.general, ...judge.own].some(
    ({ settings, claim }) => settings.causes[claim(event)]?.stormGuard === true,
  );
}
