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
      const url = this.ledger.webhookUrl(name);
      this.#say(
        this.#unused(`Webhook${pascalCase(name)}`),
        `Webhook of the source ${name} (${provider})`,
        url,
      );
    }
    this.#say('NextStep', 'What to do now', nextStep(this.stackName));
  }

  /** Output names are letters and digits alone, so `a-1` and `a1` would have the same one. */
  #unused(id: string): string {
    let unused = id;
    for (let count = 2; this.node.tryFindChild(unused); count++) unused = `${id}n${count}`;
    return unused;
  }

  #say(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value });
  }
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase());
}

function nextStep(stack: string): string {
  return [
    `Give each source its secret: npm run ledger -- sources rotate NAME --stack ${stack}`,
    'enter its webhook URL in the console of the ESP',
    'let SES publish to the topic',
    `then ask: npm run ledger -- check ann@example.com --stack ${stack}`,
  ].join('; ');
}
