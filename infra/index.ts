/** What the package offers to CDK apps. */

export {
  ConfigError,
  type ConfigFault,
  defineLedger,
  type LedgerConfig,
  type LedgerSettings,
  loadSettings,
  resolveSettings,
} from '../shared/config/index.ts';
export { BounceLedger, type BounceLedgerProps, type Concurrency } from './bounce-ledger.ts';
export type { Batch } from './processor.ts';
