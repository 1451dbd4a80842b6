/** Counts addresses for the storm guard and opens storms: one write for each domain of a batch. */
import { forEachConcurrent } from '../../for-each-concurrent.ts';
import type { GuardSubject, Incident, Storm } from '../guard/incident.ts';
import { stormThreshold } from '../guard/storm-guard.ts';
import {
  dayOf,
  type IncidentWindow,
  MEAN_DAYS,
  maxHold,
  minuteOf,
  staleCounters,
  widestWindow,
} from '../guard/window.ts';
import type { GuardThreshold } from '../policy/settings.ts';
import { DAY } from '../time.ts';
import { domainSubject, type LedgerContext } from './context.ts';

/** An address whose verdict became permanent. */
export interface NewlyPermanent {
  readonly domain: string;
  /** The time of the event, seconds since 1970, so that counting depends on no process's clock. */
  readonly since: number;
}

const DOMAIN_CONCURRENCY = 8;
/** An open storm is extended when its end moves by at least this much, seconds. */
const MIN_EXTENSION = 300;
/** Stale counters that may stay before they are removed. */
const MAX_STALE_COUNTERS = 24;

/**
 * Adds a batch's addresses to the counters of their domains; answers the storms that this opened. Best effort: it
 * never rejects, because a counter that cannot be written must not fail a batch.
 */
export async function countNewlyPermanent(
  context: LedgerContext,
  counted: readonly NewlyPermanent[],
): Promise<readonly Storm[]> {
  const threshold = stormThreshold(context.policy);
  if (threshold === null) return [];
  const now = context.now();
  const recent = counted.filter(({ since }) => dayOf(since) >= dayOf(now) - MEAN_DAYS);
  const storms: Storm[] = [];
  await forEachConcurrent(
    [...Map.groupBy(recent, ({ domain }) => domain)],
    DOMAIN_CONCURRENCY,
    async ([domain, own]) => {
      const times = own.map(({ since }) => since);
      const opened = await countDomain(context, domain, times, threshold).catch(() => null);
      if (opened !== null) storms.push({ domain, ...opened });
    },
  );
  return storms;
}

/** Adds to a domain's counters. Times that are too old to open a storm count for the mean alone. */
async function countDomain(
  context: LedgerContext,
  domain: string,
  times: readonly number[],
  threshold: GuardThreshold,
): Promise<IncidentWindow | null> {
  const { guards } = context.store;
  const subject = domainSubject(context, domain);
  const newest = Math.max(...times);
  const recent = times.filter((time) => time >= context.now() - maxHold(threshold));
  const { counts, incident: last } = await guards.add(subject, {
    minutes: countBy(recent, minuteOf),
    days: countBy(times, dayOf),
    expiresAt: newest + (MEAN_DAYS + 2) * DAY,
  });
  const window = recent.length === 0 ? null : widestWindow({ counts, threshold, last }, recent);
  const opened = window && (await openOrExtend(guards, subject, window, last));
  const stale = staleCounters(counts, newest, threshold);
  if (stale.minutes.length + stale.days.length >= MAX_STALE_COUNTERS) {
    await guards.removeCounters(subject, stale).catch(() => undefined);
  }
  return opened;
}

function countBy(times: readonly number[], unitOf: (time: number) => number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const time of times) counts.set(unitOf(time), (counts.get(unitOf(time)) ?? 0) + 1);
  return counts;
}

/** Opens an incident or extends the open one. Of several writers that see it, one opens it. */
async function openOrExtend(
  guards: LedgerContext['store']['guards'],
  subject: GuardSubject,
  window: IncidentWindow,
  last: Incident | null,
): Promise<IncidentWindow | null> {
  if (last === null || window.from >= last.until) {
    return (await guards.open(subject, window, last)) ? window : null;
  }
  if (!last.decided && window.until >= last.until + MIN_EXTENSION) {
    await guards.extend(subject, last, window.until);
  }
  return null;
}
