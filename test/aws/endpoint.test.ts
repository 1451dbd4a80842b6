import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { type AwsService, awsEndpoint } from '../../shared/aws/endpoint.ts';

interface ResolvedEndpoint {
  readonly url: URL;
}
interface Client {
  readonly config: {
    endpointProvider(parameters: {
      Region: string;
      UseFIPS: boolean;
      UseDualStack: boolean;
    }): ResolvedEndpoint;
  };
}

const clients: ReadonlyArray<readonly [AwsService, (region: string) => Client]> = [
  ['dynamodb', (region) => new DynamoDBClient({ region })],
  ['sqs', (region) => new SQSClient({ region })],
  ['s3', (region) => new S3Client({ region })],
  ['ssm', (region) => new SSMClient({ region })],
  ['events', (region) => new EventBridgeClient({ region })],
  ['cloudformation', (region) => new CloudFormationClient({ region })],
];

const regions = [
  'us-east-1',
  'eu-central-1',
  'ap-southeast-4',
  'cn-north-1',
  'cn-northwest-1',
  'us-gov-west-1',
  'us-gov-east-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
];

describe.each(clients)('the endpoint of %s is the one that its SDK client resolves', (service, clientOf) => {
  test.each(regions)('in %s', (region) => {
    const { config } = clientOf(region);
    for (const [fips, dualStack] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const url = resolvedBy(config, { Region: region, UseFIPS: fips, UseDualStack: dualStack });
      // A variant that the SDK refuses for the partition is not compared.
      if (url !== null) expect(awsEndpoint(service, region, { fips, dualStack })).toBe(url);
    }
  });
});

function resolvedBy(
  { endpointProvider }: Client['config'],
  parameters: Parameters<Client['config']['endpointProvider']>[0],
): string | null {
  try {
    return endpointProvider(parameters).url.href.replace(/\/$/, '');
  } catch {
    return null;
  }
}

test('an execute-api endpoint follows its partition', () => {
  expect(awsEndpoint('execute-api', 'cn-north-1')).toBe('https://execute-api.cn-north-1.amazonaws.com.cn');
});
