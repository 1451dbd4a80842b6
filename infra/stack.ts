import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BounceLedger, type BounceLedgerProps } from './bounce-ledger.ts';

/** A stack that holds one ledger, and says in its outputs what an operator needs next. */
export class BounceLedgerStack extends Stack {
  readonly ledger: BounceLedger;

  constructor(scope: Construct, id: string, props: BounceLedgerProps & StackProps) {
    super(scope, id, { description: 'Bounce Ledger: one answer for each e-mail address', ...props });
    // CDK lets every function wait for its role, which its reference to the role already does.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };
    this.ledger = new BounceLedger(this, 'Ledger', props);
    const { api, archive, intake, publisher, secrets, ses, settings, table } = this.ledger;

    this.#say('ApiUrl', 'Where senders ask', api.url);
    this.#say('TopicArn', 'Where SES publishes', ses.topic.topicArn);
    this.#say('TableName', 'The records', table.table.tableName);
    this.#say('BucketName', 'Raw events and the audit trail', archive.bucket.bucketName);
    this.#say('QueueUrl', 'Events on their way', intake.queue.queueUrl);
    this.#say('DeadLetterQueueUrl', 'Events that could not be processed', intake.deadLetters.queueUrl);
    this.#say('EventBusName', 'Changed verdicts', publisher.bus.eventBusName);
    this.#say('SecretsPrefix', "Where the sources' secrets are, in SSM", secrets.prefix);
    for (const { name, provider } of settings.sources) {
      this.#say(
        `Webhook-${name}`,
        `Webhook URL of the source ${name} (${provider})`,
        this.ledger.webhookUrl(name),
      );
    }
    this.#say('NextStep', 'What to do now', nextStep(this.stackName));
  }

  #say(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value });
  }
}

function nextStep(stack: string): string {
  return [
    `Give each source its secret: npm run ledger -- sources add NAME --stack ${stack}`,
    'enter its webhook URL in the console of the ESP',
    'let SES publish to the topic',
    `then ask: npm run ledger -- check ann@example.com --stack ${stack}`,
  ].join('; ');
}
