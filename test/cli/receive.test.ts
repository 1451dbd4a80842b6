import { expect, test } from 'vitest';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { MAX_BODY_BYTES } from '../../shared/providers/provider.ts';
import { makeKeyPair } from '../../shared/providers/samples/key-pair.ts';
import { samples as sendgridSamples } from '../../shared/providers/sendgrid/samples.ts';
import { jsonLines, ledger } from './running.ts';

const AT = Date.UTC(2026, 4, 1, 12);
const URL = 'https://hooks.example.com/v1/webhooks/sendgrid';
const pair = makeKeyPair('ec-p256');
const bounce = sendgridSamples.samples.find(({ name }) => name === 'bounce');
const signed = sendgridSamples.request(
  [bounce?.entry({ address: 'ann@example.com', id: 'event-1', at: AT })],
  { url: URL, secret: pair.publicKey, privateKey: pair.privateKey, at: AT },
);

function lineOf(request: WebhookRequest, more: object): string {
  const { method, url, headers, body } = request;
  return JSON.stringify({
    id: 'x',
    provider: 'sendgrid',
    method,
    url,
    headers,
    body: body.toString(),
    ...more,
  });
}

async function receive(...lines: readonly string[]) {
  const ran = await ledger(['receive', '--jsonl'], { input: lines.join('\n') });
  expect(ran.code).toBe(0);
  return jsonLines(ran);
}

test('a valid webhook is verified and parsed', async () => {
  expect(await receive(lineOf(signed, { secret: pair.publicKey, at: AT / 1000 }))).toEqual([
    {
      id: 'x',
      verified: true,
      status: 200,
      events: [
        {
          recipient: 'ann@example.com',
          kind: 'bounce',
          permanent: true,
          code: 2001,
          diagnostic: '550 5.1.1 The email account that you tried to reach does not exist.',
          occurredAt: '2026-05-01T12:00:00.000Z',
          eventId: expect.stringContaining('event-1'),
          rule: expect.stringMatching(/^(address-unknown|receivers\/gmail)\//),
        },
      ],
    },
  ]);
});

test('one with another signature is refused and yields nothing', async () => {
  const [answer] = await receive(lineOf(signed, { secret: makeKeyPair('ec-p256').publicKey, at: AT / 1000 }));
  expect(answer).toMatchObject({ verified: false, status: 401, events: [] });
});

test('without a secret nothing is verified, and the events are parsed', async () => {
  const [answer] = await receive(lineOf(signed, { secret: null }));
  expect(answer).toMatchObject({ verified: null, status: 200, events: [{ recipient: 'ann@example.com' }] });
});

test('header names may come in any case', async () => {
  const headers = Object.fromEntries(
    Object.entries(signed.headers).map(([name, value]) => [name.toUpperCase(), value]),
  );
  const [answer] = await receive(lineOf(signed, { headers, secret: pair.publicKey, at: AT / 1000 }));
  expect(answer).toMatchObject({ verified: true });
});

test('a handshake is answered as the ESP wants it', async () => {
  const validation = JSON.stringify({ Type: 'Validation', ServerId: 1, SecretKey: 'local-secret' });
  const [azure, socketlabs] = await receive(
    JSON.stringify({
      id: 1,
      provider: 'azure',
      method: 'POST',
      url: 'https://hooks.example.com/v1/webhooks/azure?secret=local-secret',
      headers: { 'content-type': 'application/json', 'aeg-event-type': 'SubscriptionValidation' },
      body: JSON.stringify([
        {
          id: 'a1',
          eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
          data: { validationCode: 'CODE-1' },
          eventTime: '2026-05-01T12:00:00Z',
        },
      ]),
      secret: 'local-secret',
    }),
    JSON.stringify({
      id: 2,
      provider: 'socketlabs',
      method: 'POST',
      url: 'https://hooks.example.com/v1/webhooks/socketlabs',
      headers: { 'content-type': 'application/json' },
      body: validation,
      secret: 'local-secret',
    }),
  );
  expect(azure).toMatchObject({ id: 1, status: 200, response: { validationResponse: 'CODE-1' }, events: [] });
  expect(socketlabs).toMatchObject({ id: 2, status: 200, events: [] });
});

test('what a check of the URL has none of may be null or left out', async () => {
  const check = { id: 'x', provider: 'mandrill', method: 'HEAD', secret: 'key' };
  const nothing = { url: null, headers: null, body: null, at: null, certificates: null, topics: null };
  for (const more of [{}, nothing]) {
    expect(await receive(JSON.stringify({ ...check, ...more }))).toMatchObject([{ id: 'x', status: 200 }]);
  }
});

test('what is no body of this ESP is a 400 that quotes nothing of it', async () => {
  const broken = { ...signed, body: Buffer.from('ann@example.com') };
  const [answer] = await receive(lineOf(broken, { secret: null }));
  expect(answer).toMatchObject({ status: 400, events: [] });
  expect(JSON.stringify(answer)).not.toContain('ann@');
});

test('a body above 6 MB is a 413', async () => {
  const [answer] = await receive(lineOf(signed, { secret: null, body: 'a'.repeat(MAX_BODY_BYTES + 1) }));
  expect(answer).toMatchObject({ status: 413, events: [] });
});

test('a line that cannot be read gives an error under its id, and the rest go on', async () => {
  const answers = await receive(
    'not json',
    lineOf(signed, { id: 7, provider: 'pigeon' }),
    lineOf(signed, { id: 8, body: 1 }),
    lineOf(signed, { id: 9, secret: null }),
  );
  expect(answers).toMatchObject([
    { error: expect.any(String) },
    { id: 7, error: expect.stringContaining('provider') },
    { id: 8, error: expect.stringContaining('body') },
    { id: 9, status: 200 },
  ]);
});
