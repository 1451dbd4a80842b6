/** What the ledger must say, in lines that anyone can check: no counters, no holds, only questions about the set. */
import type { LedgerEvent } from '../../shared/events/event.ts';

const DAY = 86_400;

/** The reason and the end of the default policy's strongest verdict on the list `news`, or null. */
export function model(reports: readonly LedgerEvent[], now: number): string | null {
  const events = [...new Map(reports.map((event) => [event.id, event])).values()];
  const last = (kind: string, proven = false) =>
    Math.max(-1, ...events.filter((e) => e.kind === kind && (!proven || e.proof)).map((e) => e.at));
  const after = (time: number, code: number, kind = 'bounce') =>
    events.filter((e) => e.kind === kind && e.code === code && e.at > time).map((e) => e.at);
  const newest = (times: readonly number[]) => Math.max(-1, ...times);

  // What shares a second with a release or a delivery came after it.
  const released = last('release') - 1;
  if (after(last('release', true) - 1, 9999, 'complaint').length > 0) return 'complaint, no end';
  if (after(released, 9999, 'suppress').length > 0) return 'manual, no end';
  if (after(Math.max(released, last('resubscribe') - 1), 9999, 'unsubscribe').length > 0)
    return 'unsubscribe, no end';
  if (after(released, 2001).length > 0) return 'address-unknown, no end';
  const settled = Math.max(released, last('delivered') - 1);
  const refused = newest(after(settled, 2999));
  const before = after(released, 2999).filter((at) => at < refused && at >= refused - 365 * DAY);
  if (refused >= 0 && (before.length > 0 || twice(after(settled, 2999)))) return 'permanent-failure, no end';
  if (refused >= 0 && refused + DAY > now) return `permanent-failure, ${refused + DAY}`;
  if (events.some((e) => e.onEspSuppressionList && e.at > released)) return 'esp-suppression, no end';
  const third = (times: readonly number[]) => newest(times.filter((at) => isThird(at, times)));
  const full = third(after(settled, 3001));
  if (full >= 0 && full + 30 * DAY > now) return `mailbox-full, ${full + 30 * DAY}`;
  const trouble = third(after(settled, 4003));
  if (trouble >= 0 && trouble + 14 * DAY > now) return `domain-trouble, ${trouble + 14 * DAY}`;
  const failures = after(settled, 3999);
  const within = (end: number) => failures.filter((at) => at <= end && at >= end - 90 * DAY).length;
  const seventh = newest(failures.filter((at) => within(at) >= 7));
  return seventh >= 0 && seventh + 30 * DAY > now ? `repeated-failure, ${seventh + 30 * DAY}` : null;
}

/** Three of them by then, the first of the year and this one at least 14 days apart. */
function isThird(at: number, times: readonly number[]): boolean {
  const until = times.filter((other) => other <= at && other >= at - 365 * DAY);
  return until.length >= 3 && at - Math.min(...until) >= 14 * DAY;
}

/** Two of them within a year of each other, at one second perhaps. */
function twice(times: readonly number[]): boolean {
  return times.some((at, i) => times.some((other, j) => i < j && Math.abs(at - other) <= 365 * DAY));
}
