import { positionAt } from '../../store/record-store.ts';
import {
  type GuardIncident,
  type GuardSubject,
  type IncidentDecision,
  type SourceIncident,
  type Storm,
  subjectKey,
} from '../guard/incident.ts';
import { isGuardedEvent } from '../guard/storm-guard.ts';
import type { Hold } from '../policy/holds.ts';
import { isSameSuppression, type StoredVerdict } from '../policy/list-verdict.ts';
import { ManualActionError } from '../policy/manual-action.ts';
import { retractHolds } from '../policy/retract-holds.ts';
import { voidEvents } from '../record/merge-events.ts';
import { changeRecord } from './change-record.ts';
import { domainSubject, type LedgerContext } from './context.ts';

/** The open or last incidents of domains, by the name of their subject. Rejects when any cannot be read. */
export async function incidentsOfDomains(
  { store }: Pick<LedgerContext, 'store'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, GuardIncident>> {
  if (names.length === 0) return new Map();
  const subjects = [...new Set(names)].map((name): GuardSubject => ({ kind: 'domain', name }));
  const states = await store.guards.get(subjects);
  return new Map(
    subjects.flatMap((subject) => {
      const incident = states.get(subjectKey(subject))?.incident;
      return incident ? [[subject.name, incident] as const] : [];
    }),
  );
}

/** An incident as the ledger lists it. */
export interface ListedIncident extends GuardIncident {
  readonly kind: GuardSubject['kind'];
  /** The domain or source; null for a domain where these are stored as keyed hashes. */
  readonly subject: string | null;
}

/** The incidents that opened last, the newest first: of each subject its last one. */
export async function listIncidents(
  { store, hashed }: Pick<LedgerContext, 'store' | 'hashed'>,
  limit: number,
): Promise<readonly ListedIncident[]> {
  const incidents = await store.guards.list(limit);
  return incidents.map(({ subject: { kind, name }, incident }) => ({
    ...incident,
    kind,
    subject: hashed && kind === 'domain' ? null : name,
  }));
}

/** The open or last storm of a domain; null when it never had one. */
export async function getStorm(context: LedgerContext, domain: string): Promise<Storm | null> {
  const { name } = domainSubject(context, domain);
  const incident = (await incidentsOfDomains(context, [name])).get(name);
  return incident === undefined ? null : { domain, ...incident };
}

/** The open or last incident of a source; null when it never had one. */
export async function getSourceIncident(
  { store }: Pick<LedgerContext, 'store'>,
  source: string,
): Promise<SourceIncident | null> {
  const subject: GuardSubject = { kind: 'source', name: source };
  const incident = (await store.guards.get([subject])).get(subjectKey(subject))?.incident;
  return incident ? { source, ...incident } : null;
}

/**
 * Stores the operator's decision about a source's incident. Dismissing retracts what the source's events in the incident
 * suppress; `released` counts the addresses that this released. Repeating it is safe.
 *
 * @throws ManualActionError `no-incident`
 */
export async function decideSourceIncident(
  context: LedgerContext,
  source: string,
  decision: IncidentDecision,
): Promise<{ readonly incident: SourceIncident; readonly released: number }> {
  const subject: GuardSubject = { kind: 'source', name: source };
  const incident = await getSourceIncident(context, source);
  const stored = incident && (await context.store.guards.decide(subject, incident, decision));
  if (!incident || !stored) {
    throw new ManualActionError('no-incident', 'The source has no incident to decide about.');
  }
  context.sourceIncidents.forget(subject);
  if (decision.decision === 'confirm')
    return { incident: { ...incident, decided: 'confirmed' }, released: 0 };
  return {
    incident: { ...incident, decided: 'dismissed' },
    released: await retractIncident(context, incident),
  };
}

/** Events state any time, so every row of the listing is looked at. */
async function retractIncident(
  context: LedgerContext,
  { source, from, until }: SourceIncident,
): Promise<number> {
  const isOfIncident = (verdict: StoredVerdict) =>
    verdict.source === source &&
    verdict.recordedAt !== null &&
    verdict.recordedAt >= from &&
    verdict.recordedAt < until;
  let released = 0;
  for await (const row of context.store.listSuppressed(positionAt(0))) {
    if (!row.verdicts.some(isOfIncident)) continue;
    const { written } = await changeRecord(context, row, ({ record, verdicts }) => {
      const own = verdicts.filter(isOfIncident);
      const isRetracted = (hold: Hold) =>
        hold.source === source && own.some((verdict) => isSameSuppression(verdict, hold));
      return { record: retractHolds(record, context.policy, isRetracted) };
    });
    if (written) released++;
  }
  return released;
}

/**
 * Stores the operator's decision about a domain's storm. Dismissing voids what the storm's bounces say; `released`
 * counts the addresses that this released. Repeating it is safe.
 *
 * @throws ManualActionError `no-storm`
 */
export async function decideStorm(
  context: LedgerContext,
  domain: string,
  decision: IncidentDecision,
): Promise<{ readonly storm: Storm; readonly released: number }> {
  const storm = await getStorm(context, domain);
  const stored =
    storm && (await context.store.guards.decide(domainSubject(context, domain), storm, decision));
  if (!storm || !stored) throw new ManualActionError('no-storm', 'The domain has no storm to decide about.');
  if (decision.decision === 'confirm') return { storm: { ...storm, decided: 'confirmed' }, released: 0 };
  return { storm: { ...storm, decided: 'dismissed' }, released: await voidStorm(context, storm) };
}

async function voidStorm(context: LedgerContext, { domain, from, until }: Storm): Promise<number> {
  let released = 0;
  const domainKey = context.keyOf(domain);
  for await (const row of context.store.listSuppressed(positionAt(from))) {
    const isOfDomain =
      row.address === null ? row.domainKey === domainKey : row.address.endsWith(`@${domain}`);
    if (!isOfDomain) continue;
    const { written } = await changeRecord(context, row, ({ record }) => ({
      record: voidEvents(
        record,
        (event) => event.at >= from && event.at < until && isGuardedEvent(event, context.policy),
      ),
    }));
    if (written) released++;
  }
  return released;
}
