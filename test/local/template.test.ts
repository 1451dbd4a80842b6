// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of Fn::Sub
import { describe, expect, test } from 'vitest';
import type { Json } from '../../local/json.ts';
import { readTemplate } from '../../local/template.ts';

const endpoints = { sqs: 'http://127.0.0.1:4566', api: 'http://127.0.0.1:3000', tableSuffix: '' };

/** What a property of a resource resolves to. */
function resolve(value: Json): Json {
  const template = readTemplate(
    JSON.stringify({
      Parameters: { Stage: { Type: 'String', Default: 'prod' } },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue' },
        Topic: { Type: 'AWS::SNS::Topic' },
        Named: {
          Type: 'AWS::Lambda::Function',
          Properties: { FunctionName: { 'Fn::Sub': 'webhook-${Stage}' } },
        },
        Table: { Type: 'AWS::DynamoDB::Table' },
        Bucket: { Type: 'AWS::S3::Bucket' },
        Api: { Type: 'AWS::ApiGatewayV2::Api' },
        Probe: { Type: 'Test::Probe', Properties: { value } },
      },
    }),
    endpoints,
  );
  const probe = template.ofType('Test::Probe')[0]?.properties;
  return JSON.parse(JSON.stringify(probe)).value ?? null;
}

describe('an intrinsic function resolves to what it stands for on this machine', () => {
  test.each<[string, Json, Json]>([
    ["a queue's reference is its URL", { Ref: 'Queue' }, 'http://127.0.0.1:4566/000000000000/Queue'],
    ["a topic's reference is its ARN", { Ref: 'Topic' }, 'arn:aws:sns:us-east-1:000000000000:Topic'],
    ["a parameter's its default", { Ref: 'Stage' }, 'prod'],
    ['a name may be given', { Ref: 'Named' }, 'webhook-prod'],
    ['a bucket is in lower case', { Ref: 'Bucket' }, 'bucket'],
    ['an ARN', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:Queue'],
    [
      'an ARN, dotted',
      { 'Fn::GetAtt': 'Named.Arn' },
      'arn:aws:lambda:us-east-1:000000000000:function:webhook-prod',
    ],
    [
      'a stream',
      { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      'arn:aws:dynamodb:us-east-1:000000000000:table/Table/stream/local',
    ],
    ['the endpoint', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, 'http://127.0.0.1:3000'],
    ['a join', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':x']] }, 'arn:aws:x'],
    ['a choice of a split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [
      'a substitution',
      { 'Fn::Sub': '${AWS::Region}/${Topic.TopicName}/${!kept}' },
      'us-east-1/Topic/${kept}',
    ],
    [
      'a substitution with its own',
      { 'Fn::Sub': ['${a}-${Stage}', { a: { Ref: 'Queue' } }] },
      'http://127.0.0.1:4566/000000000000/Queue-prod',
    ],
    [
      'a policy keeps its Condition',
      { Condition: { StringEquals: { a: 'b' } } },
      { Condition: { StringEquals: { a: 'b' } } },
    ],
  ])('%s', (_what, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });
});

test.each<[string, Json]>([
  ['Fn::Transform', { 'Fn::Transform': 'x' }],
  ['a resource that is not there', { Ref: 'Missing' }],
])('%s is named as what cannot be resolved', (_what, value) => {
  expect(() => resolve(value)).toThrow(/Fn::Transform|Missing/);
});

test('what is no template is said to be none', () => {
  expect(() => readTemplate('{"files":{}}', endpoints)).toThrow('not a CloudFormation template');
});
