/** What an update of a deployed stack must not do without a reviewer's consent. */
import { describe, expect, test } from 'vitest';
import { attribute } from '../../shared/store/dynamodb/table.ts';
import { synthesise } from './synthesis.ts';
import { templateText } from './template-text.ts';

const stack = synthesise();

test('the template is the one that was reviewed', async () => {
  const text = templateText(stack.template.toJSON());
  await expect(
    text,
    'The template changed. Read the difference as CloudFormation will; then: npx vitest run test/infra/upgrade.test.ts -u',
  ).toMatchFileSnapshot('template.snapshot.yaml');
});

interface Pinned {
  readonly type: string;
  readonly id: string;
  /** The properties whose change makes CloudFormation replace the resource. */
  readonly replacing: Readonly<Record<string, unknown>>;
  /** What an operator of a deployed stack loses with it. */
  readonly lost: string;
}

/**
 * Resources that hold data, or whose names stand in other people's systems. CloudFormation knows a resource by its
 * logical id: another id, and it makes a new, empty one. Ids follow from the path of the construct.
 */
const PINNED: readonly Pinned[] = [
  {
    type: 'AWS::DynamoDB::Table',
    id: 'LedgerRecordsTable11C76025',
    replacing: { KeySchema: [{ AttributeName: attribute.key, KeyType: 'HASH' }], TableName: undefined },
    lost: 'every record of the ledger',
  },
  {
    type: 'AWS::S3::Bucket',
    id: 'LedgerArchiveBucketA7B9F3E4',
    replacing: { BucketName: undefined },
    lost: 'the raw events, and with them replay',
  },
  {
    type: 'AWS::S3::Bucket',
    id: 'LedgerAuditBucket81AA61D4',
    replacing: { BucketName: undefined, ObjectLockEnabled: true },
    lost: 'who changed what, and why',
  },
  {
    type: 'AWS::SQS::Queue',
    id: 'LedgerIntakeQueue4E196114',
    replacing: { QueueName: undefined, FifoQueue: undefined },
    lost: 'events that were accepted and not yet recorded',
  },
  {
    type: 'AWS::SQS::Queue',
    id: 'LedgerIntakeDeadLetters80FA7FD5',
    replacing: { QueueName: undefined, FifoQueue: undefined },
    lost: 'events that wait for an operator',
  },
  {
    type: 'AWS::SQS::Queue',
    id: 'LedgerPublisherUnpublishedE612AB34',
    replacing: { QueueName: undefined, FifoQueue: undefined },
    lost: 'changes that were not published',
  },
  {
    type: 'AWS::SQS::Queue',
    id: 'LedgerStatisticsUncounted2E0B033F',
    replacing: { QueueName: undefined, FifoQueue: undefined },
    lost: 'changes that were not counted',
  },
  {
    type: 'AWS::SNS::Topic',
    id: 'LedgerSesTopic813C58B7',
    replacing: { TopicName: undefined, FifoTopic: undefined },
    lost: 'the events that SES identities publish to its ARN',
  },
  {
    type: 'AWS::Events::EventBus',
    id: 'LedgerPublisherBusB021C79C',
    replacing: { Name: 'BounceLedgerPublisherBus6888EFB2' },
    lost: 'the rules that listeners have on it',
  },
  {
    type: 'AWS::ApiGatewayV2::Api',
    id: 'LedgerHttpApi55D4A3ED',
    replacing: { ProtocolType: 'HTTP' },
    lost: 'the URLs that stand in the consoles of the ESPs and in the senders’ configuration',
  },
];

describe('an update replaces no resource that holds data, or that others know by its name', () => {
  test.each(PINNED)('$type $id', ({ type, id, replacing, lost }) => {
    const resource = stack.all(type).find((one) => one.id === id);
    expect(
      resource,
      `No ${type} has the logical id ${id}: an update would create a new one, and lose ${lost}. Move no construct that holds it; where it must be, that is a major version with a migration.`,
    ).toBeDefined();
    const properties = Object.keys(replacing).map((name) => [name, resource?.Properties[name]]);
    expect(
      Object.fromEntries(properties),
      `A change of these properties replaces ${id}, and loses ${lost}.`,
    ).toEqual(replacing);
  });

  test('each of their kind is pinned', () => {
    const kinds = [...new Set(PINNED.map(({ type }) => type))];
    const ids = kinds.flatMap((type) => stack.all(type).map(({ id }) => id));
    expect(PINNED.map(({ id }) => id).sort()).toEqual(ids.sort());
  });
});
