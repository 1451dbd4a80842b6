/** Our signer against another that AWS is known to take, over what our calls are made of. */
import { AwsV4Signer } from 'aws4fetch';
import { expect, test } from 'vitest';
import { signed } from '../../shared/aws/signature.ts';

const at = Date.UTC(2026, 10, 24, 9, 5, 7);
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const json = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };

test.each([
  [
    'a message for a queue',
    'sqs',
    'POST',
    'https://sqs.us-east-1.amazonaws.com/',
    json,
    '{"MessageBody":"Zoë"}',
  ],
  ['an object', 's3', 'PUT', 'https://s3.us-east-1.amazonaws.com/archive/raw/2026/11/a-1.jsonl.gz', {}, 'x'],
  ['a key of odd characters', 's3', 'GET', "https://s3.us-east-1.amazonaws.com/a/it's%20(1)*!~.gz", {}, ''],
  [
    'a listing',
    's3',
    'GET',
    'https://s3.us-east-1.amazonaws.com/a?prefix=raw%2F2026%2F&list-type=2&x',
    {},
    '',
  ],
  ['a form', 'cloudformation', 'POST', 'https://cloudformation.eu-west-1.amazonaws.com/', {}, 'Action=A'],
  [
    'an address in a path',
    'execute-api',
    'GET',
    'https://x.execute-api.us-east-1.amazonaws.com/v1/a%40b.example',
    {},
    '',
  ],
  ['a port', 'ssm', 'POST', 'http://127.0.0.1:4566/', json, '{}'],
])('%s', async (_, service, method, url, headers, body) => {
  for (const sessionToken of [undefined, 'token/of+a=session']) {
    const ours = signed(
      { method, url: new URL(url), body, service, region: 'us-east-1', at, headers },
      { ...credentials, ...(sessionToken && { sessionToken }) },
    );
    const theirs = await new AwsV4Signer({
      ...credentials,
      ...(sessionToken && { sessionToken }),
      method,
      url,
      headers,
      body,
      service,
      region: 'us-east-1',
      datetime: '20261124T090507Z',
    }).sign();
    expect(ours.authorization).toBe(theirs.headers.get('authorization'));
  }
});
