/** What the package offers to other CDK apps. */

export { ConfigError, type ConfigFault } from '../shared/config/config-error.ts';
export { defineLedger, type LedgerConfig } from '../shared/config/define.ts';
export { loadSettings } from '../shared/config/load.ts';
export { resolveSettings } from '../shared/config/resolve.ts';
export type { LedgerSettings } from '../shared/config/settings.ts';
export { BounceLedger, type BounceLedgerProps, type Concurrency } from './bounce-ledger.ts';
export type { Batch } from './processor.ts';
