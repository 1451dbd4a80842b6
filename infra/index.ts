/** What the package offers to CDK apps. */

export {
  ConfigError,
  type ConfigIssue,
  defineLedger,
  type LedgerConfig,
  type LedgerSettings,
  loadSettings,
  resolveSettings,
} from '../shared/config/index.ts';
export type { AlarmName, AlarmOptions, Alarms } from './alarms.ts';
export type { AuditBucket, AuditOptions } from './audit-bucket.ts';
export { BounceLedger } from './bounce-ledger.ts';
export type { VpcOptions } from './function-options.ts';
export type { Throttle } from './http-api.ts';
export { type Acknowledgement, acknowledgementsOf } from './nag.ts';
export type { Batch } from './processor.ts';
export type { BounceLedgerProps, Concurrency, CustomDomain } from './props.ts';
export { InvalidPropsError } from './validate-props.ts';
