/** A stranger who can send requests and has no secret of any source: whatever is sent, nothing is stored of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { providerNames } from '../../shared/providers/registry.ts';
import type { LocalLedger, Source } from '../e2e/ledger.ts';
import {
  type EspRequest,
  signedByStranger,
  signedRequest,
  suppressingSample,
  tampered,
  unsigned,
  victim,
} from './forgeries.ts';
import { ask, send, sourcesByName, startHost } from './hosts.ts';

/** ESPs whose signature does not cover the event, or that sign nothing: a secret in the URL and `allow` bound these. */
const EVENT_NOT_SIGNED: readonly string[] = [
  'ses-eventbridge',
  'mailgun',
  'postmark',
  'brevo',
  'mailjet',
  'sparkpost',
  'socketlabs',
  'smtp2go',
  'azure',
  'iterable',
  'elasticemail',
  'mailomat',
  'scaleway',
  'sendpulse',
  'infobip',
  'mimepost',
  'mailchimp',
];

/** ESPs that sign each retry afresh, or whose retries are known to end: an old signature is refused. */
const RETRIES_END: readonly string[] = [
  'mailgun',
  'resend',
  'ahasend',
  'sweego',
  'lettermint',
  'loops',
  'generic',
];

const MONTH_MS = 30 * 86_400_000;

/** A rejected request: once the stranger's budget is used up, the answer is 429 and no other. */
const REJECTED = [401, 403, 404, 429];

let ledger: LocalLedger;
let sourceOf: (name: string) => Source;
let topicArn: string;
/** Whom the requests of the stranger are about. */
const victims: string[] = [];

beforeAll(async () => {
  ledger = await startHost();
  sourceOf = await sourcesByName(ledger);
  topicArn = (await ledger.aws()).topicArn;
});
afterAll(() => ledger.stop());

function attacked() {
  const subject = victim();
  victims.push(subject.address);
  return subject;
}

function requestOf(name: string, subject: ReturnType<typeof victim>): EspRequest {
  const source = sourceOf(name);
  return { source, entries: [suppressingSample(source.provider).entry(subject)], topicArn };
}

describe('a guessed URL', () => {
  const post = (path: string, method = 'POST') => fetch(`${ledger.url}/v1/webhooks/${path}`, { method });

  test('answers 404 alike, whether the source exists or not', async () => {
    const answers = await Promise.all(
      ['sendgrid/guess', 'no-source/guess'].map(async (path) => {
        const { status, headers, body } = await ask(`${ledger.url}/v1/webhooks/${path}`, { method: 'POST' });
        return { status, headers: Object.keys(headers), body };
      }),
    );
    expect(answers[0]).toMatchObject({ status: 404 });
    expect(answers[0]).toEqual(answers[1]);
  });

  test.each(providerNames)(
    'of %s reaches nothing: the plain name, another key, the key of another source',
    async (name) => {
      const request = requestOf(name, attacked());
      const other = name === 'sendgrid' ? 'mailgun' : 'sendgrid';
      const keyOfOther = sourceOf(other).url.split('/').at(-1) ?? '';
      for (const path of [name, `${name}/`, `${name}/guessed-key`, `${name}/${keyOfOther}`]) {
        const url = `${ledger.url}/v1/webhooks/${path}`;
        const status = await send(signedRequest({ ...request, source: { ...request.source, url } })).then(
          (r) => r.status,
        );
        expect([path, [404, 429].includes(status)]).toEqual([path, true]);
      }
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT']) {
        expect([404, 429]).toContain((await post(`${name}/guessed-key`, method)).status);
      }
    },
  );
});

describe.each(providerNames)('a request in the name of %s', (name) => {
  test('is rejected unsigned, and signed with another secret', async () => {
    const request = requestOf(name, attacked());
    expect(REJECTED).toContain((await send(unsigned(request))).status);
    expect(REJECTED).toContain((await send(signedByStranger(request))).status);
  });

  test('is rejected from an address that its source does not allow, however well it is signed', async () => {
    expect([403, 429]).toContain((await send(signedRequest(requestOf(`${name}-walled`, attacked())))).status);
  });
});

test('a seen request about another recipient is rejected wherever the ESP signs the event', async () => {
  const accepted: string[] = [];
  for (const name of providerNames) {
    const [seen, other] = [victim(), victim()];
    const request = tampered(signedRequest(requestOf(name, seen)), seen.mailbox, other.mailbox);
    if ((await send(request)).status === 200) accepted.push(name);
    else victims.push(other.address);
  }
  expect(accepted.toSorted()).toEqual(EVENT_NOT_SIGNED.toSorted());
});

test('a seen request of a month ago is rejected wherever retries end', async () => {
  const rejected: string[] = [];
  for (const name of providerNames) {
    const subject = victim();
    const request = signedRequest({ ...requestOf(name, subject), signedAt: Date.now() - MONTH_MS });
    if ((await send(request)).status === 200) continue;
    rejected.push(name);
    victims.push(subject.address);
  }
  expect(rejected.toSorted()).toEqual(RETRIES_END.toSorted());
});

test('a flood of rejected requests is answered 429, and leaves the ESP of the same source its rate', async () => {
  const request = requestOf('limited', attacked());
  const flood = await Promise.all(Array.from({ length: 120 }, () => send(unsigned(request))));
  expect(new Set(flood.map(({ status }) => status))).toContain(429);
  expect(flood.filter(({ status }) => !REJECTED.includes(status))).toEqual([]);
  const own = await Promise.all([1, 2].map(() => send(signedRequest(requestOf('limited', victim())))));
  expect(own.map(({ status }) => status)).toEqual([200, 200]);
});

test('nothing of all this is in the ledger, nor among the dead letters', async () => {
  await ledger.drained();
  expect((await ledger.status()).deadLettered).toBe(0);
  const answer = await ledger.call('POST', '/v1/check', { addresses: victims });
  const { results } = (await answer.json()) as { results: { address: string; revision: number }[] };
  expect(results).toHaveLength(victims.length);
  expect(results.filter(({ revision }) => revision !== 0)).toEqual([]);
});
