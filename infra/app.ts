/**
 * What `cdk deploy` deploys. Settings of a deployment, each by `-c NAME=VALUE`:
 * `stack` its name, `config` another configuration file, `alarmEmail` who gets the alarms,
 * `concurrency=unreserved` for an account whose Lambda quota is too small to set any apart.
 */
import { resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigError } from '../shared/config/config-error.ts';
import { loadSettings } from '../shared/config/load.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { buildHandlers } from './build/handlers.ts';
import { BounceLedgerStack } from './stack.ts';

buildHandlers();
const app = new App();

const stack = text('stack') ?? 'BounceLedger';
const config = resolve(import.meta.dirname, '..', text('config') ?? 'ledger.config.ts');
const alarmEmail = text('alarmEmail');

new BounceLedgerStack(app, stack, {
  settings: settingsOf(config),
  ...(alarmEmail && { alarmEmail }),
  ...(text('concurrency') === 'unreserved' && { concurrency: 'unreserved' as const }),
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

function text(name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A fault in the configuration is the operator's to mend: its lines are shown, and no stack of ours. */
function settingsOf(file: string): LedgerSettings {
  try {
    return loadSettings(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
