import { App, Stack } from 'aws-cdk-lib';
import { BounceLedger, loadSettings } from 'bounce-ledger';

const app = new App();
const stack = new Stack(app, 'MailStack');

const settings = loadSettings(new URL('ledger.config.js', import.meta.url).pathname);
new BounceLedger(stack, 'Ledger', { settings });
