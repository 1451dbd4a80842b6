/** Guards count suppressions by subject and hold verdicts back while an incident is open. Pure. */

/** What suppressions are counted for. */
export interface GuardSubject {
  readonly kind: 'domain';
  readonly name: string;
}

/** More suppressions of one subject within minutes than it usually has. Times are seconds since 1970. */
export interface Incident {
  /** Verdicts that began in [from, until) are held back, until `until`. */
  readonly from: number;
  readonly until: number;
  /** Addresses counted when it opened. */
  readonly addresses: number;
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
  readonly incident: Incident | null;
}

/** The domain's storm: an incident that many distinct addresses opened by turning permanent within minutes. */
export interface Storm extends Incident {
  readonly domain: string;
}

/** The operator's decision about an incident. */
export interface IncidentDecision {
  /** `dismiss`: the verdicts are void. `confirm`: they apply at once. */
  readonly decision: 'dismiss' | 'confirm';
  readonly actor: string;
  readonly note: string;
}
