/** Webhooks of one source that were rejected within a day. */
export interface Rejections {
  /** How many, by the check that failed: `signature`. */
  readonly byCause: Readonly<Record<string, number>>;
  readonly latestAt: Date;
}

/** Of each source that had any. */
export type RejectionsBySource = ReadonlyMap<string, Rejections>;

/** How far back rejected webhooks are counted. */
export const REJECTIONS_SINCE_MS = 86_400_000;

/** Adds a count of one cause to what is known of a source. */
export function addRejections(
  known: Map<string, Rejections>,
  source: string,
  cause: string,
  count: number,
  at: Date,
): void {
  const { byCause, latestAt } = known.get(source) ?? { byCause: {}, latestAt: at };
  known.set(source, {
    byCause: { ...byCause, [cause]: (byCause[cause] ?? 0) + count },
    latestAt: at > latestAt ? at : latestAt,
  });
}
