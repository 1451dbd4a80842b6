/**
 * What failures do to an address, as plain JSON. A policy is a list of causes, each complete in itself; an event
 * counts for the first cause that counts it, and for no other. `default-policy.ts` is the shipped one,
 * `check-policy.ts` refuses one that contradicts itself, `holds.ts` reads it.
 */
import type { Basis, EventKind } from '../../events/event.ts';
import type { FailureCode } from '../../failure-codes/scheme.ts';
import type { SuppressionReason } from './suppression-reason.ts';

/** Which events count for a cause: every condition that is stated must hold. */
export interface EventMatch {
  readonly kinds: readonly (EventKind | 'suppress')[];
  /** Codes (`2001`) or whole groups (`'2xxx'`); absent: every code. */
  readonly codes?: readonly CodePattern[];
  /** Codes that do not count although `codes` names their group. */
  readonly exceptCodes?: readonly CodePattern[];
  /** What the ESP says of permanence; absent: whatever it says. */
  readonly permanent?: readonly (boolean | null)[];
  /** What the code must rest on; absent: whatever it rests on. */
  readonly basis?: readonly Basis[];
  /** Of drops: whether the ESP said that a list of its own has the address; absent: whatever it said. */
  readonly onEspSuppressionList?: boolean;
}

export type CodePattern = number | `${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}xxx`;

/** When counted events are enough. A threshold of one acts at once. */
export interface Threshold {
  readonly count: number;
  /** Only events at most this long before the newest one count; null: as long as the record is kept. */
  readonly withinDays: number | null;
  /** The first and the last counted event must lie at least this far apart. */
  readonly spanDays: number;
  /** In a row: a delivery sets the count back to nothing. */
  readonly consecutive: boolean;
}

/** How long the address stays suppressed after an event that met the threshold; null has no end. */
export interface Tier {
  readonly holdHours: number | null;
}

export interface Escalation {
  /**
   * What lifts the address to the next tier: `next-event`, another event that meets the threshold;
   * `after-hold`, such an event after an earlier hold has ended, by its time or by a delivery.
   */
  readonly on: 'next-event' | 'after-hold';
  /** Earlier events are forgotten after this long. */
  readonly memoryDays: number;
}

export type Releaser = 'delivery' | 'opt-in' | 'manual';

export interface Cause {
  /** The reason that an answer gives. At most one cause of a policy has it. */
  readonly suppressionReason: SuppressionReason;
  readonly counts: readonly EventMatch[];
  readonly threshold: Threshold;
  /** The first tier, the second, and so on; the last one repeats. */
  readonly tiers: readonly Tier[];
  /** Needed where there is more than one tier. */
  readonly escalation?: Escalation;
  /** What ends a hold before its time. */
  readonly releasedBy: readonly Releaser[];
  /** A manual release counts only with a stated proof that the recipient wants mail again. */
  readonly needsProof: boolean;
  /**
   * The lists that are suppressed: `every` list; the event's `own` list; `all-but-transactional` lists, whichever
   * list the event belongs to.
   */
  readonly scope: 'every' | 'own' | 'all-but-transactional';
  /** Verdicts of this cause are held back while their domain has a storm. */
  readonly stormGuard: boolean;
}

/** When an incident opens, and how long it holds verdicts back. */
export interface GuardThreshold {
  /** This many addresses ... */
  readonly addresses: number;
  /** ... within this long, 1 to 60 minutes ... */
  readonly withinMinutes: number;
  /** ... and this many times what the domain or source has in a whole day, on the mean of the last seven. */
  readonly timesMean: number;
  /** How long verdicts are held as pending after the last such minute. */
  readonly holdMinutes: number;
}

/** When suppressions of one source are held back, and what an operator must decide. */
export interface SourceGuardThreshold extends GuardThreshold {
  /**
   * From this many times the daily mean on, and in the same ratio from more than `addresses`, bounces wait for the
   * operator however long that takes. Complaints and unsubscribes apply after the hold.
   */
  readonly waitTimesMean: number;
}

export interface PolicySettings {
  /** In the order in which they are asked whether they count an event. */
  readonly causes: readonly Cause[];
  /** When the storm guard holds verdicts of a domain back. Null: never. */
  readonly storm: GuardThreshold | null;
  /** When the source guard holds suppressions of a source back. Null: never. */
  readonly sourceGuard: SourceGuardThreshold | null;
}

/** A list, and the policy that is read for it. */
export interface ListPolicy {
  readonly name: string;
  /** A complaint does not reach a transactional list (unless the policy says so). */
  readonly transactional: boolean;
  readonly policy: PolicySettings;
}

/** What a custom code does. */
export interface CodeEffect {
  readonly code: FailureCode;
  /** The cause of the policy it counts for; null never suppresses. Absent: as its group's general code. */
  readonly effect?: SuppressionReason | null;
}
