/** `bounce-ledger/config`: what `ledger.config.ts` and programs that read it import; loads no CDK. */
export { ConfigError, type ConfigIssue } from './config-error.ts';
export { defineLedger, type LedgerConfig } from './define.ts';
export { loadSettings } from './load.ts';
export { resolveSettings } from './resolve.ts';
export type { LedgerSettings } from './settings.ts';
