/** What the webhook receiver responds: 2xx only to what is in the queue. */
import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../../shared/aws/connection.ts';
import { InvalidSecretError } from '../../shared/aws/secrets.ts';
import { SnsFetchError } from '../../shared/aws/sns.ts';
import { decodeQueueMessage } from '../../shared/intake/queue-message-codec.ts';
import { createWebhookReceiver, type WebhookOutcome } from '../../shared/intake/webhook-receiver.ts';
import { samples as mailersendSamples } from '../../shared/providers/mailersend/samples.ts';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { providers } from '../../shared/providers/registry.ts';
import { ann, NOW, post, sampleOf } from '../providers/requests.ts';
import { sourceSettings } from './fixture.ts';

const KEY = 'k3y-of-the-url-00';

let queued: string[];
let stored: Map<string, Buffer>;
let outcomes: WebhookOutcome[];
let secrets: Record<'cached' | 'fresh', readonly string[] | null>;
let urlKeys: Record<'cached' | 'fresh', readonly string[]>;
let clock: number;
let fault: Error | null;

beforeEach(() => {
  [queued, stored, outcomes, clock, fault] = [[], new Map(), [], NOW, null];
  secrets = { cached: ['local-secret'], fresh: ['local-secret'] };
  urlKeys = { cached: [KEY], fresh: [KEY] };
  receiver = startReceiver();
});

const startReceiver = () =>
  createWebhookReceiver({
    settings: {
      sources: [
        sourceSettings('mailersend', 'mailersend'),
        sourceSettings('brevo', 'brevo', { allow: ['192.0.2.0/24'] }),
        sourceSettings('socketlabs', 'socketlabs'),
        sourceSettings('guarded', 'mailersend', { allow: ['192.0.2.0/24'] }),
        sourceSettings('slow', 'mailersend', { ratePerSecond: 2 }),
      ],
    },
    providers,
    secrets: async (_source, fresh) => {
      const which = fresh ? 'fresh' : 'cached';
      const live = secrets[which];
      return live && { secrets: live, urlKeys: urlKeys[which] };
    },
    topicArn: '',
    certificate: async () => '',
    confirm: async () => {},
    enqueue: async (message) => {
      if (fault) throw fault;
      queued.push(message);
    },
    storeBody: async (_source, gzipped) => {
      if (fault) throw fault;
      stored.set('big/1.gz', gzipped);
      return 'big/1.gz';
    },
    now: () => clock,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
let receiver = startReceiver();

/** From an address that nothing is known of, with the right key, unless given. */
const handleWebhook = (source: string, request: WebhookRequest, ip = '192.0.2.1', key = KEY) =>
  receiver({ source, key }, request, ip);

const decoded = () => decodeQueueMessage({ body: queued[0] ?? '', sentAt: NOW }).delivery;

const bounce = (): WebhookRequest => sampleOf(mailersendSamples, 'hard-bounced');

describe('a verified event', () => {
  test('is answered 200 once it is in the queue', async () => {
    const { status, body } = await handleWebhook('mailersend', bounce());
    expect({ status, body: JSON.parse(body) }).toEqual({ status: 200, body: { accepted: 1 } });
    expect(queued).toHaveLength(1);
    expect(outcomes).toEqual([{ source: 'mailersend', outcome: 'accepted', entries: 1 }]);
  });

  test.each([
    ['the queue cannot take', bounce],
    ['is too large for a message, and the bucket cannot take', hugeBatch],
  ])('is answered 503 when %s, and is not said to be accepted', async (_what, request) => {
    fault = new AwsError('sqs', 'SendMessage', 'AccessDenied', 403);
    const { status, body } = await handleWebhook(
      request === hugeBatch ? 'brevo' : 'mailersend',
      request(),
      '192.0.2.1',
    );
    expect(status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ detail: 'The event could not be stored. Send it again later.' });
    expect(queued).toEqual([]);
    const detail = 'sqs SendMessage failed: AccessDenied (403)';
    expect(outcomes).toEqual([{ source: expect.any(String), outcome: 'failed', detail }]);
  });

  test.each([
    ['a secret that was written by hand', new InvalidSecretError('Write it again.'), 'Write it again.'],
    ['SNS', new SnsFetchError('The host answered 403.'), 'The host answered 403.'],
    ['what may quote anything', new TypeError(`Cannot read ${ann.address}`), 'TypeError'],
  ])(
    'is answered 503 for a fault of %s, and the log quotes nothing foreign',
    async (_what, error, detail) => {
      fault = error;
      expect((await handleWebhook('mailersend', bounce())).status).toBe(503);
      expect(outcomes).toEqual([{ source: 'mailersend', outcome: 'failed', detail }]);
    },
  );

  test('is queued without its secrets', async () => {
    const url = 'https://hooks.example.com/v1/webhooks/brevo?secret=local-secret&shop=7';
    const request = post([{ event: 'hard_bounce', email: ann.address, ts_epoch: NOW }], { cookie: 'c' }, url);
    expect((await handleWebhook('brevo', request, '192.0.2.1')).status).toBe(200);
    expect(queued[0]).not.toContain('local-secret');
    expect(queued[0]).not.toContain('cookie');
    expect(decoded()).toMatchObject({ kind: 'webhook', source: 'brevo', headers: {} });
  });

  test('is queued without the secret that its ESP puts into the body', async () => {
    const event = (key: string) =>
      `[{"Type":"Queued","SecretKey":"${key}","Note":"${key} http://x/${KEY}","Address":"${ann.address}"}]`;
    secrets = { cached: ['a/secret+key-of-it'], fresh: ['a/secret+key-of-it'] };
    for (const spelling of ['a/secret+key-of-it', 'a\\/secret+key-of-it']) {
      queued = [];
      expect((await handleWebhook('socketlabs', post(event(spelling)))).status).toBe(200);
      const { body } = decoded();
      expect(body).not.toContain('secret+key');
      expect(body).not.toContain(KEY);
      expect(body).toHaveLength(event(spelling).length);
      expect(JSON.parse(body)).toMatchObject([{ Type: 'Queued', Address: ann.address }]);
    }
  });

  test('too large for a message lies in the bucket, compressed, and the message says where', async () => {
    expect((await handleWebhook('brevo', hugeBatch(), '192.0.2.1')).status).toBe(200);
    expect(decoded()).toMatchObject({ encoding: 'object', body: 'big/1.gz' });
    expect(stored.get('big/1.gz')?.length).toBeLessThan(hugeBatch().body.length);
  });
});

/** Nearly a megabyte that does not compress well. */
function hugeBatch(): WebhookRequest {
  let state = 1;
  const noise = () => {
    state = Math.imul(state, 48_271) >>> 0;
    return state.toString(36);
  };
  const events = Array.from({ length: 3_000 }, (_, n) => ({
    event: 'hard_bounce',
    email: `person-${n}@example.com`,
    reason: Array.from({ length: 30 }, noise).join(''),
    ts_epoch: NOW,
  }));
  const url = 'https://hooks.example.com/v1/webhooks/brevo?secret=local-secret';
  return post(events, {}, url);
}

describe('a URL', () => {
  test.each([
    ['without its key', 'mailersend', ''],
    ['with another key', 'mailersend', 'another-k3y-00000'],
    ['with the key and more', 'mailersend', `${KEY}x`],
    ['with the key of another case', 'mailersend', KEY.toUpperCase()],
    ['of a name that is no source', 'nobody', KEY],
    ['of a name of every object', '__proto__', KEY],
  ])('%s is answered 404, whatever the request is signed with', async (_, name, key) => {
    const { status, body } = await handleWebhook(name, bounce(), '192.0.2.1', key);
    expect([status, JSON.parse(body).detail]).toEqual([404, 'There is no webhook of this URL.']);
    expect(queued).toEqual([]);
  });

  test('is looked up once more, since it may have been rotated a moment ago', async () => {
    urlKeys = { cached: ['the-old-k3y-00000'], fresh: [KEY, 'the-old-k3y-00000'] };
    expect((await handleWebhook('mailersend', bounce())).status).toBe(200);
    expect((await handleWebhook('mailersend', bounce(), '192.0.2.1', 'the-old-k3y-00000')).status).toBe(200);
  });

  test('of a source without secrets is answered 404', async () => {
    secrets = { cached: null, fresh: null };
    expect((await handleWebhook('mailersend', bounce())).status).toBe(404);
  });
});

describe("the caller's address", () => {
  test.each(['brevo', 'guarded'])('is checked first, also where the ESP signs: %s', async (source) => {
    const request = source === 'brevo' ? { ...hugeBatch(), body: Buffer.from('[]') } : bounce();
    expect((await handleWebhook(source, request, '198.51.100.7')).status).toBe(403);
    expect((await handleWebhook(source, request, 'unknown')).status).toBe(403);
    expect(queued).toEqual([]);
    expect((await handleWebhook(source, request, '192.0.2.7')).status).toBe(200);
    expect((await handleWebhook(source, request, '::ffff:192.0.2.7')).status).toBe(200);
  });
});

describe('a request that is not verified', () => {
  test('is answered 401 and stored nowhere; the outcome names the check and no address', async () => {
    const { status, body } = await handleWebhook('mailersend', { ...bounce(), headers: {} });
    expect(status).toBe(401);
    expect(queued).toEqual([]);
    expect(outcomes).toMatchObject([{ source: 'mailersend', outcome: 'rejected' }]);
    expect(JSON.stringify([body, outcomes])).not.toContain(ann.address);
  });

  test('is looked at once more with fresh secrets, since one may have been rotated a moment ago', async () => {
    secrets = { cached: ['old-secret'], fresh: ['local-secret', 'old-secret'] };
    expect((await handleWebhook('mailersend', bounce())).status).toBe(200);
  });

  test('stays rejected while the source has a URL and no secret', async () => {
    secrets = { cached: [], fresh: [] };
    expect((await handleWebhook('mailersend', bounce())).status).toBe(401);
  });

  test('uses up nothing of the source: a flood from anywhere leaves the ESP its rate', async () => {
    const forged = { ...bounce(), headers: {} };
    for (let n = 0; n < 200; n++) await handleWebhook('slow', forged, '203.0.113.9');
    expect((await handleWebhook('slow', bounce())).status).toBe(200);
    // From the same address as well: it may be a proxy's.
    expect((await handleWebhook('slow', bounce(), '203.0.113.9')).status).toBe(200);
  });

  test("is answered 429 beyond the caller's own budget, and the log is spared", async () => {
    const forged = { ...bounce(), headers: {} };
    const statuses: number[] = [];
    for (let n = 0; n < 30; n++)
      statuses.push((await handleWebhook('mailersend', forged, '203.0.113.20')).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(outcomes.filter(({ outcome }) => outcome === 'rejected')).toHaveLength(10);
    expect((await handleWebhook('mailersend', forged, '203.0.113.21')).status).toBe(401);
    clock += 1_000;
    expect((await handleWebhook('mailersend', forged, '203.0.113.20')).status).toBe(401);
  });

  test('of a name that is no source is counted alike, so that a flood tells no name', async () => {
    for (const name of ['mailersend', 'no-source']) {
      const ip = `203.0.113.${name.length}`;
      const statuses: number[] = [];
      for (let n = 0; n < 12; n++) statuses.push((await handleWebhook(name, bounce(), ip, 'guess')).status);
      expect([name, statuses]).toEqual([name, [...Array(10).fill(404), 429, 429]]);
    }
  });
});

describe('what is no event', () => {
  test.each([['a body over 6 MB', 'mailersend', () => post(Buffer.alloc(6 * 1_048_576 + 1, 'x')), 413]])(
    '%s',
    async (_what, name, request, status) => {
      expect((await handleWebhook(name, request())).status).toBe(status);
      expect(queued).toEqual([]);
    },
  );

  test('a signed body that is not what the ESP sends is 400, with the error and no address', async () => {
    const body = `{"type":"${ann.address}`;
    const signature = createHmac('sha256', 'local-secret').update(body).digest('hex');
    const answer = await handleWebhook('mailersend', post(body, { signature }));
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body + JSON.stringify(outcomes)).not.toContain(ann.address);
  });

  test('a handshake is answered as the ESP wants, and nothing is queued', async () => {
    const request = post({ Type: 'Validation', SecretKey: 'local-secret', ValidationKey: 'key-7' });
    const { status, body } = await handleWebhook('socketlabs', request);
    expect(status).toBe(200);
    expect(body).toContain('key-7');
    expect(queued).toEqual([]);
    expect(outcomes).toEqual([{ source: 'socketlabs', outcome: 'handshake' }]);
  });
});

describe('a source over its rate', () => {
  test('is answered 429 with Retry-After, until a second has passed; the others are not', async () => {
    const statuses = [];
    for (let n = 0; n < 6; n++) statuses.push((await handleWebhook('slow', bounce())).status);
    // Bursts may be twice the rate.
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    expect(await handleWebhook('slow', bounce())).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
    });
    expect((await handleWebhook('mailersend', bounce())).status).toBe(200);

    clock += 1_000;
    expect((await handleWebhook('slow', bounce())).status).toBe(200);
  });
});
