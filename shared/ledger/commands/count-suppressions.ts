/** Counts suppressed addresses for the guards and opens incidents: one write for each domain and source of a batch. */
import { forEachConcurrent } from '../../for-each-concurrent.ts';
import type { GuardIncident, GuardSubject, SourceIncident, Storm } from '../guard/incident.ts';
import { newlyRecorded } from '../guard/recorded-verdicts.ts';
import { mustWait, sourceThreshold } from '../guard/source-guard.ts';
import { guardedSince, stormThreshold } from '../guard/storm-guard.ts';
import { dayOf, MEAN_DAYS, maxHold, minuteOf, staleCounters, widestWindow } from '../guard/window.ts';
import { activeHolds, type StoredVerdict } from '../policy/list-verdict.ts';
import type { GuardThreshold } from '../policy/settings.ts';
import { DAY, MINUTE } from '../time.ts';
import { domainSubject, type LedgerContext } from './context.ts';

/** An address whose record was written. */
export interface Suppressed {
  readonly domain: string;
  readonly before: readonly StoredVerdict[];
  readonly after: readonly StoredVerdict[];
}

export interface OpenedIncidents {
  readonly storms: readonly Storm[];
  readonly sourceIncidents: readonly SourceIncident[];
}

const SUBJECT_CONCURRENCY = 8;
/** An open incident is extended when its end moves by at least this much, seconds. */
const MIN_EXTENSION = 300;
/** Stale counters that may stay before they are removed. */
const MAX_STALE_COUNTERS = 24;
/** The state of a source is dropped after so many days without a suppression: an incident may wait for the operator. */
const SOURCE_STATE_DAYS = 400;

/**
 * Adds a batch's addresses to the counters of their domains and sources; answers the incidents that this opened. Best
 * effort: it never rejects, because a counter that cannot be written must not fail a batch.
 */
export async function countSuppressions(
  context: LedgerContext,
  written: readonly Suppressed[],
): Promise<OpenedIncidents> {
  const storms: Storm[] = [];
  const sourceIncidents: SourceIncident[] = [];
  const counts = [
    ...stormCounts(context, written, storms),
    ...sourceCounts(context, written, sourceIncidents),
  ];
  await forEachConcurrent(counts, SUBJECT_CONCURRENCY, async (count) => {
    const opened = await countSubject(context, count).catch(() => null);
    if (opened !== null) count.onOpened(opened);
  });
  return { storms, sourceIncidents };
}

/** What is added to the counters of one subject. */
interface SubjectCount {
  readonly subject: GuardSubject;
  readonly threshold: GuardThreshold;
  /** When addresses were suppressed, seconds since 1970, one an address. */
  readonly times: readonly number[];
  /** Times before this are too old to open an incident: they count for the mean alone. */
  readonly oldest: number;
  readonly expiresAt: number;
  readonly mustWait: (addresses: number, watched: Parameters<typeof mustWait>[1]) => boolean;
  readonly onOpened: (incident: GuardIncident) => void;
}

/** Addresses that turned permanent, by domain, at the time of the event: counting depends on no process's clock. */
function stormCounts(
  context: LedgerContext,
  written: readonly Suppressed[],
  opened: Storm[],
): SubjectCount[] {
  const threshold = stormThreshold(context.policy);
  if (threshold === null) return [];
  const now = context.now();
  const turned = written.flatMap(({ domain, before, after }) => {
    const since = guardedSince(activeHolds(after, now), context.policy);
    const isNew = since !== null && guardedSince(activeHolds(before, now), context.policy) === null;
    return isNew && dayOf(since) >= dayOf(now) - MEAN_DAYS ? [{ domain, since }] : [];
  });
  return [...Map.groupBy(turned, ({ domain }) => domain)].map(([domain, own]) => {
    const times = own.map(({ since }) => since);
    return {
      subject: domainSubject(context, domain),
      threshold,
      times,
      oldest: now - maxHold(threshold),
      expiresAt: Math.max(...times) + (MEAN_DAYS + 2) * DAY,
      mustWait: () => false,
      onOpened: (incident) => opened.push({ domain, ...incident }),
    };
  });
}

/** Addresses that a source suppressed, by arrival. */
function sourceCounts(
  context: LedgerContext,
  written: readonly Suppressed[],
  opened: SourceIncident[],
): SubjectCount[] {
  const threshold = sourceThreshold(context.policy);
  if (threshold === null) return [];
  const now = context.now();
  const addresses = new Map<string, number>();
  for (const { before, after } of written) {
    for (const source of new Set(newlyRecorded(before, after, now).map((verdict) => verdict.source))) {
      addresses.set(source, (addresses.get(source) ?? 0) + 1);
    }
  }
  return [...addresses].map(([source, count]) => ({
    subject: { kind: 'source', name: source },
    threshold,
    times: Array.from({ length: count }, () => now),
    oldest: now - threshold.withinMinutes * MINUTE,
    expiresAt: now + SOURCE_STATE_DAYS * DAY,
    mustWait: (inWindow, watched) => mustWait(inWindow, watched, threshold, now),
    onOpened: (incident) => opened.push({ source, ...incident }),
  }));
}

/** Adds to a subject's counters, and opens or extends its incident; answers the one that it opened. */
async function countSubject(context: LedgerContext, count: SubjectCount): Promise<GuardIncident | null> {
  const { guards } = context.store;
  const { subject, threshold, times, oldest, expiresAt } = count;
  const recent = times.filter((time) => time >= oldest);
  const { counts, incident: last } = await guards.add(subject, {
    minutes: countBy(recent, minuteOf),
    days: countBy(times, dayOf),
    expiresAt,
  });
  const window = recent.length === 0 ? null : widestWindow({ counts, threshold, last }, recent);
  let opened: GuardIncident | null = null;
  if (window !== null) {
    const waits = count.mustWait(window.addresses, { counts, last });
    const incident = { ...window, ...(waits && { waits }) };
    if (last === null || (window.from >= last.until && !isUndecided(last))) {
      if (await guards.open(subject, incident, last)) opened = incident;
    } else if (!last.decided && isExtension(last, incident)) {
      const addresses = Math.max(last.addresses, window.addresses);
      const until = Math.max(last.until, window.until);
      await guards.extend(subject, last, { until, addresses, waits });
    }
    context.sourceIncidents.forget(subject);
  }
  const stale = staleCounters(counts, Math.min(oldest, ...times), threshold);
  if (stale.minutes.length + stale.days.length >= MAX_STALE_COUNTERS) {
    await guards.removeCounters(subject, stale).catch(() => undefined);
  }
  return opened;
}

/** Whether an incident waits for the operator: then nothing replaces it, and what follows belongs to it. */
function isUndecided({ waits, decided }: GuardIncident): boolean {
  return waits === true && decided === undefined;
}

function isExtension(last: GuardIncident, { until, waits }: Pick<GuardIncident, 'until' | 'waits'>): boolean {
  return until >= last.until + MIN_EXTENSION || (waits === true && !last.waits);
}

function countBy(times: readonly number[], unitOf: (time: number) => number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const time of times) counts.set(unitOf(time), (counts.get(unitOf(time)) ?? 0) + 1);
  return counts;
}
