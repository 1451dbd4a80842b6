/** One measurement. Its figures are ratios against a floor or a peer in the same run, or counts. */
export interface Bench {
  /** The first parts of the keys it answers; `--only` chooses by them. */
  readonly keys: readonly string[];
  readonly run: () => Promise<Record<string, unknown>>;
}
