import { isSameSuppression, type ListVerdict, type StoredVerdict } from '../policy/list-verdict.ts';

/** What is known at a write of verdicts. */
export interface RecordingContext {
  /** The verdicts that the store holds of the address. */
  readonly known: readonly StoredVerdict[];
  /** Seconds since 1970. */
  readonly now: number;
  /** The sources whose own reports, neither imported nor replayed, are being recorded. */
  readonly reporters: readonly string[];
}

/**
 * The verdicts of a record as they are stored: a verdict that is known keeps the time of its first recording and the
 * source that is answerable for it; a new one has the time of this write, unless no source's own report is recorded.
 */
export function toStoredVerdicts(
  verdicts: readonly ListVerdict[],
  { known, now, reporters }: RecordingContext,
): readonly StoredVerdict[] {
  return verdicts.map((verdict): StoredVerdict => {
    const before = known.find((stored) => isSameSuppression(stored, verdict));
    if (before !== undefined && (before.since === verdict.since || isActive(before, now))) {
      return { ...verdict, source: before.source, recordedAt: before.recordedAt };
    }
    if (reporters.length === 0) return { ...verdict, recordedAt: null };
    // A report dated into the past may complete a count whose newest event is another source's.
    const source = reporters.includes(verdict.source) ? verdict.source : (reporters.toSorted()[0] ?? '');
    return { ...verdict, source, recordedAt: now };
  });
}

function isActive({ until }: StoredVerdict, now: number): boolean {
  return until === null || until > now;
}

/** The verdicts that a write recorded first, and that are active: what the source guard counts. */
export function newlyRecorded(
  before: readonly StoredVerdict[],
  after: readonly StoredVerdict[],
  now: number,
): readonly StoredVerdict[] {
  return after.filter(
    (verdict) =>
      verdict.recordedAt !== null &&
      isActive(verdict, now) &&
      !before.some((known) => isSameSuppression(known, verdict) && known.recordedAt === verdict.recordedAt),
  );
}
