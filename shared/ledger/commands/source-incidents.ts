import type { GuardStore } from '../../store/record-store.ts';
import { type GuardIncident, type GuardSubject, subjectKey } from '../guard/incident.ts';

/** For how long a process relies on what it has read of a source, seconds. */
const MAX_AGE = 5;
/** Sources that a process remembers at a time. */
const MAX_SOURCES = 1_000;

/** The incidents of sources, remembered for a few seconds: every look-up of a suppressed address asks for them. */
export interface SourceIncidents {
  /**
   * The last incidents of sources, by source. Rejects when any cannot be read.
   *
   * @param now Seconds since 1970.
   */
  of(
    sources: ReadonlySet<string>,
    now: number,
    options?: { readonly fresh?: boolean },
  ): Promise<ReadonlyMap<string, GuardIncident>>;
  /** Forgets what is remembered of a subject, because it has just been written. */
  forget(subject: GuardSubject): void;
}

export function createSourceIncidents(guards: GuardStore): SourceIncidents {
  const known = new Map<string, { readonly incident: GuardIncident | null; readonly readAt: number }>();
  const subjectOf = (name: string): GuardSubject => ({ kind: 'source', name });

  return {
    async of(sources, now, { fresh = false } = {}) {
      const missing = [...sources].filter((source) => {
        const read = known.get(subjectKey(subjectOf(source)));
        return fresh || read === undefined || now < read.readAt || now >= read.readAt + MAX_AGE;
      });
      if (missing.length > 0) {
        const states = await guards.get(missing.map(subjectOf));
        if (known.size + missing.length > MAX_SOURCES) known.clear();
        for (const source of missing) {
          const key = subjectKey(subjectOf(source));
          known.set(key, { incident: states.get(key)?.incident ?? null, readAt: now });
        }
      }
      return new Map(
        [...sources].flatMap((source) => {
          const incident = known.get(subjectKey(subjectOf(source)))?.incident;
          return incident ? [[source, incident] as const] : [];
        }),
      );
    },
    forget: (subject) => {
      known.delete(subjectKey(subject));
    },
  };
}
