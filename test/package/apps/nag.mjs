/** An app that is checked by cdk-nag 2, as most are; its findings are errors of the app. */
import { App, Aspects, Stack } from 'aws-cdk-lib';
import { BounceLedger, defineLedger, resolveSettings } from 'bounce-ledger';
import { AwsSolutionsChecks } from 'cdk-nag';

const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Mail');
new BounceLedger(stack, 'Ledger', {
  settings: resolveSettings(defineLedger({ sources: { ses: 'ses', sendgrid: 'sendgrid' } })),
  alarms: { emails: ['ops@example.com'] },
});
Aspects.of(app).add(new AwsSolutionsChecks());
app.synth();
const findings = stack.node
  .findAll()
  .flatMap(({ node }) => node.metadata)
  .filter(({ type }) => type === 'aws:cdk:error')
  .map(({ data }) => String(data));
if (findings.length > 0) throw new Error(findings.join('\n'));
