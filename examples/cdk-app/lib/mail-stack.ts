import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { BounceLedger, loadSettings } from 'bounce-ledger';
import type { Construct } from 'constructs';

export class MailStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const ledger = new BounceLedger(this, 'Ledger', {
      settings: loadSettings(join(__dirname, '..', 'ledger.config.ts')),
      alarms: { emails: ['ops@example.com'] },
    });

    const mailer = new lambda.Function(this, 'Mailer', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      environment: { LEDGER_URL: ledger.api.url },
    });
    ledger.grantRead(mailer);
  }
}
