/** Which verdicts guards hold back, read with as few calls as the verdicts ask for. */
import type { GuardIncident } from '../guard/incident.ts';
import { heldBySource, sourceThreshold } from '../guard/source-guard.ts';
import { heldUntil, mayBeHeld } from '../guard/storm-guard.ts';
import { isSameSuppression, type ListVerdict, type StoredVerdict } from '../policy/list-verdict.ts';
import type { LedgerContext } from './context.ts';
import { incidentsOfDomains } from './incidents.ts';

/** The verdicts of one address. */
export interface GuardedVerdicts<Verdict extends ListVerdict> {
  readonly verdicts: readonly Verdict[];
  /** The verdicts that the store holds, with their time of recording. */
  readonly stored: readonly StoredVerdict[];
  /** What the storm guard counts the address for; null where that is not known. */
  readonly domain: string | null;
}

/**
 * The verdicts that guards hold back, and until when (0: permanently, the incident was dismissed). A domain's state is
 * read only where a verdict is so recent that a storm may hold it back, a source's at most every few seconds.
 */
export async function pendingVerdicts<Verdict extends ListVerdict>(
  context: LedgerContext,
  addresses: readonly GuardedVerdicts<Verdict>[],
  options: { readonly fresh?: boolean } = {},
): Promise<ReadonlyMap<Verdict, number>> {
  const now = context.now();
  const [storms, sources] = await Promise.all([
    stormsOf(context, addresses, now),
    sourceIncidentsOf(context, addresses, now, options),
  ]);
  const pending = new Map<Verdict, number>();
  for (const { verdicts, stored, domain } of addresses) {
    const storm = domain === null ? undefined : storms.get(domain);
    for (const verdict of verdicts) {
      const until = Math.max(
        ...[byStorm(context, storm, verdict, now), bySource(context, sources, stored, verdict, now)].map(
          (time) => (time === 0 ? Number.POSITIVE_INFINITY : (time ?? -1)),
        ),
      );
      if (until >= 0) pending.set(verdict, Number.isFinite(until) ? until : 0);
    }
  }
  return pending;
}

function stormsOf(
  context: LedgerContext,
  addresses: readonly GuardedVerdicts<ListVerdict>[],
  now: number,
): Promise<ReadonlyMap<string, GuardIncident>> {
  const names = addresses.flatMap(({ verdicts, domain }) =>
    domain !== null && mayBeHeld(verdicts, context.policy, now) ? [domain] : [],
  );
  return incidentsOfDomains(context, names);
}

async function sourceIncidentsOf(
  context: LedgerContext,
  addresses: readonly GuardedVerdicts<ListVerdict>[],
  now: number,
  options: { readonly fresh?: boolean },
): Promise<ReadonlyMap<string, GuardIncident>> {
  if (sourceThreshold(context.policy) === null) return new Map();
  const sources = new Set<string>();
  for (const { verdicts, stored } of addresses) {
    for (const verdict of verdicts) {
      const known = storedFormOf(verdict, stored);
      if (known !== undefined && known.recordedAt !== null) sources.add(known.source);
    }
  }
  return sources.size === 0 ? new Map() : context.sourceIncidents.of(sources, now, options);
}

function storedFormOf(verdict: ListVerdict, stored: readonly StoredVerdict[]): StoredVerdict | undefined {
  return stored.find((known) => isSameSuppression(known, verdict));
}

function byStorm(
  { policy }: LedgerContext,
  storm: GuardIncident | undefined,
  verdict: ListVerdict,
  now: number,
): number | null {
  return storm === undefined ? null : heldUntil(storm, verdict, policy, now);
}

function bySource(
  { policy }: LedgerContext,
  incidents: ReadonlyMap<string, GuardIncident>,
  stored: readonly StoredVerdict[],
  verdict: ListVerdict,
  now: number,
): number | null {
  const threshold = sourceThreshold(policy);
  const known = storedFormOf(verdict, stored);
  const incident = known && incidents.get(known.source);
  return threshold && known && incident ? heldBySource(incident, known, threshold, now) : null;
}
