/** One measurement: figures by their keys, each a ratio against a floor or a peer in the same run, or a count. */
export interface Bench {
  readonly run: () => Promise<Record<string, unknown>>;
}
