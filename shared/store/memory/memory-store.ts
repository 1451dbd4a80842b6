import {
  type GuardIncident,
  type GuardState,
  type GuardSubject,
  subjectKey,
} from '../../ledger/guard/incident.ts';
import {
  absentRecord,
  type GuardStore,
  positionOf,
  type RecordStore,
  type StoredRecord,
  type SubjectIncident,
  type SuppressedRow,
} from '../record-store.ts';

/** The store in this process, with its records in the open. */
export interface MemoryStore extends RecordStore {
  /** Records by key. */
  readonly records: ReadonlyMap<string, StoredRecord>;
}

/**
 * A store in this process: nothing of it outlives the process.
 *
 * @example
 * const ledger = createLedger({ store: memoryStore(), settings });
 */
export function memoryStore(): MemoryStore {
  const records = new Map<string, StoredRecord>();
  return {
    records,
    get: async (key) => records.get(key) ?? absentRecord,
    async getMany(keys) {
      const found = keys.flatMap((key) => {
        const record = records.get(key);
        return record === undefined ? [] : [[key, record] as const];
      });
      return { found: new Map(found), failed: new Map() };
    },
    async putIf(key, record, { ifRevision }) {
      if ((records.get(key)?.revision ?? 0) !== ifRevision) return false;
      records.set(key, record);
      return true;
    },
    async deleteIf(key, revision) {
      return records.get(key)?.revision === revision && records.delete(key);
    },
    listSuppressed: (after) => suppressedRows(records, after),
    guards: memoryGuards(),
  };
}

async function* suppressedRows(
  records: ReadonlyMap<string, StoredRecord>,
  after: string,
): AsyncGenerator<SuppressedRow> {
  const rows = [...records].flatMap(([key, { address, domainKey, verdicts }]): SuppressedRow[] => {
    if (verdicts.length === 0) return [];
    return [{ key, position: positionOf(key, verdicts), address, domainKey, verdicts }];
  });
  yield* rows.filter(({ position }) => position > after).sort((a, b) => (a.position < b.position ? -1 : 1));
}

function memoryGuards(): GuardStore {
  const states = new Map<string, GuardState>();
  const subjects = new Map<string, GuardSubject>();
  const stateOf = (subject: GuardSubject): GuardState =>
    states.get(subjectKey(subject)) ?? { counts: { minutes: new Map(), days: new Map() }, incident: null };
  const replaceIncident = (subject: GuardSubject, incident: GuardIncident) => {
    subjects.set(subjectKey(subject), subject);
    states.set(subjectKey(subject), { ...stateOf(subject), incident });
  };

  return {
    async get(subjects) {
      const found = subjects.flatMap((subject) => {
        const state = states.get(subjectKey(subject));
        return state === undefined ? [] : [[subjectKey(subject), state] as const];
      });
      return new Map(found);
    },
    async add(subject, added) {
      const { counts, incident } = stateOf(subject);
      const state = {
        counts: { minutes: sum(counts.minutes, added.minutes), days: sum(counts.days, added.days) },
        incident,
      };
      states.set(subjectKey(subject), state);
      return state;
    },
    async removeCounters(subject, stale) {
      const { counts, incident } = stateOf(subject);
      const minutes = without(counts.minutes, stale.minutes);
      states.set(subjectKey(subject), {
        counts: { minutes, days: without(counts.days, stale.days) },
        incident,
      });
    },
    async open(subject, { from, until, addresses, waits = false }, last) {
      if (stateOf(subject).incident?.from !== last?.from) return false;
      replaceIncident(subject, { from, until, addresses, ...(waits && { waits }) });
      return true;
    },
    async extend(subject, { from }, { until, addresses, waits }) {
      const { incident } = stateOf(subject);
      if (incident === null || incident.from !== from || incident.until > until || incident.decided) return;
      replaceIncident(subject, { ...incident, until, addresses, ...(waits && { waits }) });
    },
    async list(limit) {
      return [...subjects.values()]
        .flatMap((subject): SubjectIncident[] => {
          const { incident } = stateOf(subject);
          return incident === null ? [] : [{ subject, incident }];
        })
        .sort((a, b) => b.incident.from - a.incident.from)
        .slice(0, limit);
    },
    async decide(subject, { from }, { decision }) {
      const { incident } = stateOf(subject);
      if (incident === null || incident.from !== from) return false;
      replaceIncident(subject, { ...incident, decided: decision === 'dismiss' ? 'dismissed' : 'confirmed' });
      return true;
    },
  };
}

function sum(
  counts: ReadonlyMap<number, number>,
  added: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const total = new Map(counts);
  for (const [place, count] of added) total.set(place, (total.get(place) ?? 0) + count);
  return total;
}

function without(
  counts: ReadonlyMap<number, number>,
  places: readonly number[],
): ReadonlyMap<number, number> {
  return new Map([...counts].filter(([place]) => !places.includes(place)));
}
