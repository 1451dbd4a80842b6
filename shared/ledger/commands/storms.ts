import { positionAt } from '../../store/record-store.ts';
import type { GuardSubject, Incident, IncidentDecision, Storm } from '../guard/incident.ts';
import { isGuardedEvent } from '../guard/storm-guard.ts';
import { ManualActionError } from '../policy/manual-action.ts';
import { voidEvents } from '../record/merge-events.ts';
import { changeRecord } from './change-record.ts';
import { domainSubject, type LedgerContext } from './context.ts';

/** The open or last incidents of subjects, by subject name. Rejects when any cannot be read. */
export async function incidentsOf(
  { store }: Pick<LedgerContext, 'store'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, Incident>> {
  if (names.length === 0) return new Map();
  const subjects = [...new Set(names)].map((name) => ({ kind: 'domain' as const, name }));
  const states = await store.guards.get(subjects);
  return new Map(
    [...states].flatMap(([name, { incident }]) => (incident === null ? [] : [[name, incident] as const])),
  );
}

/** An incident as the ledger lists it. */
export interface ListedIncident extends Incident {
  readonly kind: GuardSubject['kind'];
  /** The domain; null where domains are stored as keyed hashes. */
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
    subject: hashed ? null : name,
  }));
}

/** The open or last storm of a domain; null when it never had one. */
export async function getStorm(context: LedgerContext, domain: string): Promise<Storm | null> {
  const { name } = domainSubject(context, domain);
  const incident = (await incidentsOf(context, [name])).get(name);
  return incident === undefined ? null : { domain, ...incident };
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
