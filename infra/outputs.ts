import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { BounceLedger } from './bounce-ledger.ts';

/** The outputs by which the command line finds a deployed ledger; their number does not grow with the sources. */
export class Outputs extends Construct {
  readonly #prefix: string;

  constructor(scope: Construct, id: string, ledger: BounceLedger, prefix: string) {
    super(scope, id);
    this.#prefix = prefix;
    const { api, archive, audit, intake, publisher, secrets, ses, table } = ledger;
    this.#add('ApiUrl', 'Base URL of the API', api.url);
    this.#add('TopicArn', 'SNS topic that SES publishes to', ses.topic.topicArn);
    this.#add('TableName', 'Table of the records', table.table.tableName);
    this.#add('BucketName', 'Bucket of the archive', archive.bucket.bucketName);
    this.#add('AuditBucketName', 'Bucket of the audit trail', audit.bucket.bucketName);
    this.#add('QueueUrl', 'Queue before the processor', intake.queue.queueUrl);
    this.#add('DeadLetterQueueUrl', 'Dead letters of every hop', intake.deadLetters.queueUrl);
    this.#add('EventBusName', 'Event bus of the changes', publisher.bus.eventBusName);
    this.#add('SecretsPrefix', 'SSM path of the secrets', secrets.prefix);
  }

  #add(name: string, description: string, value: string): void {
    const output = new CfnOutput(this, name, { description, value });
    output.overrideLogicalId(`${this.#prefix}${name}`);
  }
}
