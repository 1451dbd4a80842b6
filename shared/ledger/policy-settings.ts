/** Placeholder shape, owned by the ledger's policy: see policy.ts. */
export interface PolicySettings {
  readonly rules: readonly unknown[];
}
