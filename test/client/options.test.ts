import { describe, expect, test } from 'vitest';
import { createLedgerClient, type LedgerClientOptions, LedgerOptionsError } from '../../client/index.ts';
import { StandInLedger } from './stand-in-ledger.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const gateway = 'https://abc123.execute-api.eu-central-1.amazonaws.com';

describe('a client is made', () => {
  test.each<[string, Partial<LedgerClientOptions>]>([
    ['an API Gateway URL and credentials', { url: gateway, credentials }],
    ['an API Gateway URL and a token', { url: gateway, token: 'token' }],
    [
      'a domain of its own, credentials and a region',
      { url: 'https://ledger.example/', credentials, region: 'eu-west-1' },
    ],
    ['the outputs of a stack', { outputs: { ApiUrl: gateway, TopicArn: 'arn' }, credentials }],
    ['the outputs of a construct', { outputs: { LedgerApiUrl8E1F2A90: gateway }, credentials }],
    ['the file of outputs', { outputs: { Mail: { ApiUrl: gateway } }, credentials }],
    ['the local host', { url: 'http://127.0.0.1:3000' }],
  ])('of %s', (_, options) => {
    expect(() =>
      createLedgerClient({ onUnavailable: 'hold', ...options } as LedgerClientOptions),
    ).not.toThrow();
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no policy', { onUnavailable: undefined }, "Set onUnavailable to 'send', 'hold' or 'throw'."],
    ['an unknown policy', { onUnavailable: 'drop' }, "Set onUnavailable to 'send', 'hold' or 'throw'."],
    ['no URL', { url: 'ledger' }, "Invalid url: use the stack's output ApiUrl."],
    ['a file URL', { url: 'file:///etc' }, "Invalid url: use the stack's output ApiUrl."],
    [
      'credentials by http',
      { url: 'http://ledger.example', credentials },
      'Invalid url: credentials and tokens are sent by https only.',
    ],
    [
      'a token by http',
      { url: 'http://ledger.example', token: 'x' },
      'Invalid url: credentials and tokens are sent by https only.',
    ],
    [
      'an API Gateway URL alone',
      { url: gateway },
      'Set credentials, or token where the ledger has a JWT issuer.',
    ],
    [
      'credentials without a region',
      { url: 'https://ledger.example', credentials },
      "Set region to the stack's: the url does not tell.",
    ],
    [
      'outputs of another stack',
      { url: undefined, outputs: { Other: { BucketName: 'b' } } },
      'The outputs have no ApiUrl. Are they those of the stack?',
    ],
    [
      'outputs of two stacks',
      { url: undefined, outputs: { A: { ApiUrl: gateway }, B: { ApiUrl: gateway } } },
      'The outputs have several ApiUrl. Give those of one stack.',
    ],
    ['an empty list', { list: '' }, 'Invalid list: use 1 to 64 bytes.'],
    ['a list of 65 bytes', { list: `${'é'.repeat(32)}x` }, 'Invalid list: use 1 to 64 bytes.'],
    ['no time', { deadlineMs: 0 }, 'deadlineMs must be above 0.'],
    ['no calls', { maxConcurrentCalls: 0 }, 'maxConcurrentCalls must be at least 1.'],
    ['a negative cache', { cache: { failureSeconds: -1 } }, 'cache.failureSeconds must not be negative.'],
  ])('not of %s', (_, options, message) => {
    const make = () =>
      createLedgerClient({
        url: 'http://127.0.0.1:3000',
        onUnavailable: 'hold',
        ...options,
      } as LedgerClientOptions);
    expect(make).toThrow(new LedgerOptionsError(message));
  });

  test('with a fetch of its own, such as one with a proxy', async () => {
    const ledger = await StandInLedger.start();
    const asked: string[] = [];
    const client = createLedgerClient({
      url: `${ledger.url}/`,
      onUnavailable: 'throw',
      fetch: (input, init) => {
        asked.push(String(input));
        return fetch(input, init);
      },
    });
    await client.get('ann@example.com');
    expect(asked).toEqual([`${ledger.url}/v1/check`]);
    await ledger.stop();
  });
});

test('the policy is required by the type', () => {
  // @ts-expect-error: onUnavailable is missing
  const options: LedgerClientOptions = { url: 'http://127.0.0.1:3000' };
  expect(() => createLedgerClient(options)).toThrow(LedgerOptionsError);
});
