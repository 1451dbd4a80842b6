import { App, Stack } from 'aws-cdk-lib';
import { BounceLedger, defineLedger, resolveSettings } from 'bounce-ledger';

const app = new App();
const stack = new Stack(app, 'MailStack');

// The configuration set `production` exists already: the stack adds an event destination to it, and leaves the rule on
// the account's event bus out, since other applications send by SES, too.
new BounceLedger(stack, 'Ledger', {
  settings: resolveSettings(
    defineLedger({
      sources: { ses: 'ses' },
      sesConfigurationSet: { name: 'production', create: false },
    }),
  ),
  sesEvents: false,
});
