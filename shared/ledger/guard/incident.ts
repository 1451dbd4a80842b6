/** Guards count suppressions by subject and hold verdicts back while an incident is open. Pure. */

/** What suppressions are counted for: a recipient domain (the storm guard) or a source (the source guard). */
export interface GuardSubject {
  readonly kind: 'domain' | 'source';
  readonly name: string;
}

/** A text that names a subject, for maps. */
export function subjectKey({ kind, name }: GuardSubject): string {
  return `${kind}:${name}`;
}

/** More suppressions of one subject within minutes than it usually has. Times are seconds since 1970. */
export interface GuardIncident {
  /** Verdicts of [from, until) are held back, until `until`. */
  readonly from: number;
  readonly until: number;
  /** Addresses counted, at the most in one window. */
  readonly addresses: number;
  /** Bounces are held back until the operator decides. */
  readonly waits?: boolean;
  /** What the operator decided about it. */
  readonly decided?: 'dismissed' | 'confirmed';
}

/** Counted addresses of a subject, by minutes and by days since 1970. */
export interface GuardCounts {
  readonly minutes: ReadonlyMap<number, number>;
  readonly days: ReadonlyMap<number, number>;
}

/** What the store holds of a subject: its counters and its last incident. */
export interface GuardState {
  readonly counts: GuardCounts;
  readonly incident: GuardIncident | null;
}

/** An incident of a domain: many distinct addresses turned permanent within minutes. */
export interface Storm extends GuardIncident {
  readonly domain: string;
}

/** An incident of a source: it suppressed many more addresses within minutes than it usually does. */
export interface SourceIncident extends GuardIncident {
  readonly source: string;
}

/** The operator's decision about an incident. */
export interface IncidentDecision {
  /** `dismiss`: the verdicts are void. `confirm`: they apply at once. */
  readonly decision: 'dismiss' | 'confirm';
  readonly actor: string;
  readonly note: string;
}
