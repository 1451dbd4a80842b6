/** What becomes of mail while the ledger cannot be asked: what the sender declared, and nothing else. */
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createLedgerClient,
  type Decision,
  type LedgerClientOptions,
  LedgerUnavailableError,
} from '../../client/index.ts';
import { selfSignedCertificate } from '../../local/certificate.ts';
import { type Respond, respondJson, StandInLedger } from './stand-in-ledger.ts';

let ledger: StandInLedger;
let decisions: Decision[];

beforeAll(async () => {
  ledger = await StandInLedger.start();
});
afterAll(() => ledger.stop());
beforeEach(() => {
  decisions = [];
  ledger.requests.length = 0;
  ledger.respond = null;
  ledger.suppressed.clear();
  ledger.suppressed.set('gone@example.com', { reason: 'address-unknown', code: 2001 });
});

const open = (options: Partial<LedgerClientOptions> = {}) =>
  createLedgerClient({
    url: ledger.url,
    onUnavailable: 'hold',
    deadlineMs: 150,
    onDecision: (decision) => decisions.push(decision),
    ...options,
  } as LedgerClientOptions);

/** A port that refuses connections. */
async function refusedUrl(): Promise<string> {
  const other = await StandInLedger.start();
  await other.stop();
  return other.url;
}

const always =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Respond =>
  (_, response) =>
    respondJson(response, status, body, headers);

const hangUp: Respond = (_, response) => {
  response.destroy();
};

const problem = { type: 'https://errors.example/unavailable', title: 'Unavailable', status: 503 };

describe.each<[string, Respond, { kind: string; message: string; status?: number }]>([
  ['never', () => {}, { kind: 'timeout', message: 'no answer within the deadline' }],
  [
    'half',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"results": [');
    },
    { kind: 'timeout', message: 'no answer within the deadline' },
  ],
  ['by closing the connection', hangUp, { kind: 'unreachable', message: 'UND_ERR_SOCKET' }],
  ['429', always(429, {}), { kind: 'throttled', message: 'HTTP 429', status: 429 }],
  [
    '503 with Retry-After',
    always(503, problem, { 'retry-after': '1' }),
    { kind: 'server-error', message: 'HTTP 503 unavailable', status: 503 },
  ],
  ['500', always(500, 'oops'), { kind: 'server-error', message: 'HTTP 500', status: 500 }],
  ['403', always(403, { message: 'Forbidden' }), { kind: 'rejected', message: 'HTTP 403', status: 403 }],
  [
    '400',
    always(400, { ...problem, type: 'https://errors.example/invalid-body' }),
    { kind: 'rejected', message: 'HTTP 400 invalid-body', status: 400 },
  ],
  [
    'by a redirect',
    always(302, {}, { location: 'http://127.0.0.1:9/' }),
    { kind: 'invalid-response', message: 'HTTP 302, not an answer of the ledger', status: 302 },
  ],
  [
    'with a page',
    (_, response) => {
      response.writeHead(200).end('<html>Sign in to the hotel network</html>');
    },
    { kind: 'invalid-response', message: 'HTTP 200, not an answer of the ledger', status: 200 },
  ],
  [
    'with one answer too few',
    (_, response) => respondJson(response, 200, { results: [] }),
    { kind: 'invalid-response', message: 'HTTP 200, not an answer of the ledger', status: 200 },
  ],
  [
    'about another address',
    (_, response) => respondJson(response, 200, { results: [ledger.document('other@example.com')] }),
    { kind: 'invalid-response', message: 'HTTP 200, not an answer of the ledger', status: 200 },
  ],
  [
    'without a verdict',
    (_, response) => respondJson(response, 200, { results: [{ address: 'ann@example.com' }] }),
    { kind: 'invalid-response', message: 'HTTP 200, not an answer of the ledger', status: 200 },
  ],
])('a ledger that answers %s', (_, respond, failure) => {
  test('is decided as declared, and each use is reported', async () => {
    ledger.respond = respond;
    const message = { to: 'Ann <ann@example.com>' };
    const [sent, held, thrown] = await Promise.all([
      open({ onUnavailable: 'send' }).filter(message),
      open({ onUnavailable: 'hold' }).filter(message),
      open({ onUnavailable: 'throw' })
        .filter(message)
        .catch((error: unknown) => error),
    ]);
    expect(sent).toEqual({ send: message, withheld: [], wouldWithhold: [] });
    expect(held).toMatchObject({
      send: null,
      withheld: [{ recipient: 'ann@example.com', reason: 'ledger-unavailable', code: null }],
    });
    expect(thrown).toBeInstanceOf(LedgerUnavailableError);
    expect(thrown).toMatchObject({ failure });
    expect(String(thrown)).not.toContain('ann@');
    const reported = decisions.filter(({ type }) => type === 'unavailable');
    expect(reported).toHaveLength(3);
    for (const policy of ['send', 'hold', 'throw']) {
      const decision = {
        type: 'unavailable',
        policy,
        recipients: ['ann@example.com'],
        failure,
        dryRun: false,
      };
      expect(reported).toContainEqual(decision);
    }
  });
});

describe('a ledger', () => {
  test('that is not there is unavailable at once when nothing else is known, and after the deadline at most', async () => {
    const client = open({ url: await refusedUrl(), deadlineMs: 300 });
    const start = performance.now();
    expect(await client.get('ann@example.com')).toMatchObject({
      outcome: 'unavailable',
      send: false,
      failure: { kind: 'unreachable', message: 'ECONNREFUSED' },
    });
    expect(performance.now() - start).toBeLessThan(600);
  });

  test('with a certificate of another is not trusted, and not asked again', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const other = await StandInLedger.start({
      key: privateKey,
      cert: selfSignedCertificate(privateKey, 'other.example'),
    });
    const answer = await open({ url: other.url, token: 'secret token' } as Partial<LedgerClientOptions>).get(
      'ann@example.com',
    );
    expect(answer).toMatchObject({ outcome: 'unavailable', send: false, failure: { kind: 'tls' } });
    expect(other.requests).toEqual([]);
    await other.stop();
  });

  test('that fails now and then is asked again within the deadline', async () => {
    let calls = 0;
    ledger.respond = (request, response) => {
      calls++;
      if (calls === 1) response.destroy();
      else if (calls === 2) respondJson(response, 503, {});
      else if (calls === 3) respondJson(response, 429, {}, { 'retry-after': '0' });
      else ledger.answer(request, response);
    };
    expect(await open({ deadlineMs: 3_000 }).get('gone@example.com')).toMatchObject({ suppressed: true });
    expect(calls).toBe(4);
    expect(decisions).toEqual([]);
  });

  test('that asks to wait longer than the deadline is not waited for', async () => {
    ledger.respond = always(503, {}, { 'retry-after': '30' });
    const start = performance.now();
    await open({ deadlineMs: 2_000 }).get('ann@example.com');
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(ledger.requests).toHaveLength(1);
  });

  test('that rejects the request is not asked again', async () => {
    ledger.respond = always(400, {});
    await open({ deadlineMs: 1_000 }).get('ann@example.com');
    expect(ledger.requests).toHaveLength(1);
  });

  test('that answers one address wrongly is believed on the others', async () => {
    ledger.respond = ({ addresses }, response) =>
      respondJson(response, 200, {
        results: addresses.map((address, n) => (n === 1 ? { nonsense: true } : ledger.document(address))),
      });
    const answers = await open().check(['ann@example.com', 'bob@example.com', 'gone@example.com']);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['not-suppressed', 'unavailable', 'suppressed']);
  });

  test('that streams without end is not read to the end of memory', async () => {
    let sent = 0;
    ledger.respond = async (_, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(256 * 1024, ' ');
      while (!response.destroyed && sent < 400 * 1024 * 1024) {
        sent += chunk.length;
        if (!response.write(chunk)) await delay(1);
      }
    };
    expect(await open({ deadlineMs: 1_000 }).get('ann@example.com')).toMatchObject({
      outcome: 'unavailable',
    });
    ledger.respond = null;
    expect(sent).toBeLessThan(200 * 1024 * 1024);
  });

  test('that dies in the middle decides no recipient against the policy', async () => {
    const recipients = Array.from({ length: 20_000 }, (_, n) => `r${n}@example.com`);
    for (let n = 0; n < recipients.length; n += 3) {
      ledger.suppressed.set(`r${n}@example.com`, { reason: 'complaint', code: 8001 });
    }
    for (const onUnavailable of ['send', 'hold'] as const) {
      const dying = await StandInLedger.start();
      for (const [address, suppression] of ledger.suppressed) dying.suppressed.set(address, suppression);
      let calls = 0;
      dying.respond = (request, response) => {
        calls++;
        if (calls <= 7) return dying.answer(request, response);
        response.destroy();
        if (calls === 8) void dying.stop();
      };
      const answers = await open({ url: dying.url, onUnavailable, deadlineMs: 500 }).check(recipients);
      const known = answers.filter(({ outcome }) => outcome !== 'unavailable');
      expect(known.length).toBeGreaterThanOrEqual(7_000);
      expect(known.length).toBeLessThan(20_000);
      for (const { recipient, outcome, send } of answers) {
        const expected =
          outcome === 'unavailable' ? onUnavailable === 'send' : !ledger.suppressed.has(recipient);
        expect(send).toBe(expected);
      }
    }
  });
});

describe('a dry run', () => {
  test('sends all that it would withhold, and says so', async () => {
    const client = open({ dryRun: true });
    const message = { to: ['ann@example.com', 'gone@example.com'] };
    const withheld = [
      { recipient: 'gone@example.com', reason: 'address-unknown', code: 2001, advice: 'Do not write again.' },
    ];
    expect(await client.filter(message)).toEqual({ send: message, withheld: [], wouldWithhold: withheld });
    expect(decisions).toEqual([{ type: 'withheld', withheld, dryRun: true }]);
  });

  test.each(['send', 'hold', 'throw'] as const)(
    'sends when the ledger cannot be asked and the policy is %s',
    async (onUnavailable) => {
      ledger.respond = always(403);
      const message = { to: 'ann@example.com' };
      const result = await open({ dryRun: true, onUnavailable }).filter(message);
      expect(result.send).toBe(message);
      expect(result.withheld).toEqual([]);
      expect(result.wouldWithhold.map(({ recipient }) => recipient)).toEqual(
        onUnavailable === 'send' ? [] : ['ann@example.com'],
      );
      expect(decisions[0]).toMatchObject({ type: 'unavailable', policy: onUnavailable, dryRun: true });
    },
  );
});

test('an onDecision that throws decides nothing', async () => {
  ledger.respond = always(403);
  const client = open({
    onUnavailable: 'send',
    onDecision: () => {
      throw new Error('the metrics are down');
    },
  });
  const warned = new Promise((resolve) => process.once('warning', resolve));
  expect(await client.check(['ann@example.com'])).toMatchObject([{ send: true }]);
  expect(await warned).toMatchObject({ message: 'onDecision failed: Error' });
});
