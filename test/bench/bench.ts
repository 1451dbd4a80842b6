/** One measurement: figures by their keys, each a ratio against a floor or a peer in the same run, or a count. */
export interface Bench {
  readonly run: (options: BenchOptions) => Promise<Record<string, unknown>>;
}

export interface BenchOptions {
  /** Rows or events of the bulk commands. @default few enough for a run of a minute */
  readonly rows?: number | undefined;
}
