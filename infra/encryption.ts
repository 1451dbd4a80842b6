import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** The services that write to encrypted queues and topics on the operator's behalf. */
const PUBLISHERS = [
  'sns.amazonaws.com',
  'events.amazonaws.com',
  'ses.amazonaws.com',
  'cloudwatch.amazonaws.com',
];

/**
 * Admits the services that publish into the ledger's queues and topics to its key. An imported key is left as it is:
 * its policy must admit them already.
 */
export function admitPublishers(key: IKey, account = Stack.of(key).account): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'PublishersOfTheLedger',
      principals: PUBLISHERS.map((service) => new ServicePrincipal(service)),
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
}
