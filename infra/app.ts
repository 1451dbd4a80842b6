/**
 * What `cdk deploy` deploys. Settings of a deployment, each by `-c NAME=VALUE`:
 * `stack` its name, `config` another configuration file, `alarmEmail` who gets the alarms,
 * `concurrency=unreserved` for an account whose Lambda quota is too small to reserve any.
 */
import { resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigError } from '../shared/config/config-error.ts';
import { loadSettings } from '../shared/config/load.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { buildHandlers } from './build/handlers.ts';
import { parseContext } from './context.ts';
import { acknowledgementsOf } from './nag.ts';
import { BounceLedgerStack } from './stack.ts';

buildHandlers();
const app = new App();
const { stack, config, alarmEmail, concurrency } = parseContext(app.node.getAllContext());

new BounceLedgerStack(app, stack, {
  settings: settingsOf(resolve(import.meta.dirname, '..', config)),
  ...(alarmEmail !== undefined && { alarms: { emails: [alarmEmail] } }),
  ...(concurrency !== undefined && { concurrency }),
});
for (const { construct, id, reason } of acknowledgementsOf(app)) {
  Validations.of(construct).acknowledge({ id, reason });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

/** An error in the configuration is the operator's to fix: its lines are shown, without a stack trace. */
function settingsOf(file: string): LedgerSettings {
  try {
    return loadSettings(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
