import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKeyPair } from '../../shared/providers/samples/key-pair.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import { deliver, deliverSendGrid, sampleNamed, samplesOf, sendGridBounce, someone } from './esp.ts';
import { LocalLedger, type Source } from './ledger.ts';

let ledger: LocalLedger;
let sendgrid: Source;

beforeAll(async () => {
  ledger = await LocalLedger.start();
  sendgrid = await ledger.source('sendgrid');
});
afterAll(() => ledger.stop());

describe.each([...providerSamples.keys()])('a webhook of %s', (provider) => {
  test('becomes a verdict on the address it is about, once however often it comes', async () => {
    const source = await ledger.source(provider);
    const { topicArn } = await ledger.aws();
    const sample = samplesOf(provider).samples.find(({ kind }) => kind === 'bounce' || kind === 'complaint');
    if (sample === undefined) throw new Error(`${provider} has no sample of a bounce or complaint.`);
    const subject = someone();
    const entry = sample.entry(subject);
    const statuses = [];
    for (let time = 0; time < 3; time++) statuses.push((await deliver(source, [entry], topicArn)).status);
    for (const status of statuses) expect(status).toBeLessThan(300);
    await ledger.drained();
    const verdict = await ledger.verdict(subject.address);
    expect(verdict.evidence).toHaveLength(1);
    expect(verdict.evidence[0]).toMatchObject({ kind: sample.kind, source: provider });
  });
});

describe('SendGrid', () => {
  test('a hard bounce, a complaint and an unsubscribe suppress; a block, a deferral and a delivery do not', async () => {
    const subjects = ['bounce', 'spam-report', 'unsubscribe', 'blocked', 'deferred', 'delivered'].map(
      (name) => ({
        name,
        subject: someone(),
      }),
    );
    const entries = subjects.map(({ name, subject }) => sampleNamed('sendgrid', name).entry(subject));
    expect((await deliver(sendgrid, entries)).status).toBe(200);
    await ledger.drained();
    const found = await Promise.all(
      subjects.map(async ({ name, subject }) => [name, (await ledger.verdict(subject.address)).suppressed]),
    );
    expect(Object.fromEntries(found)).toEqual({
      bounce: true,
      'spam-report': true,
      unsubscribe: true,
      blocked: false,
      deferred: false,
      delivered: false,
    });
  });

  test('order does not matter: a complaint outranks the bounce, whichever comes first', async () => {
    const now = Date.now();
    const [first, second] = [someone(now - 60_000), someone(now - 60_000)];
    const bounceOf = (subject: typeof first) => JSON.stringify([sendGridBounce(subject)]);
    const complaintOf = ({ address, id, at }: typeof first) =>
      JSON.stringify([
        {
          email: address,
          timestamp: Math.floor(at / 1000) + 30,
          event: 'spamreport',
          sg_event_id: `${id}-c`,
        },
      ]);
    await deliverSendGrid(sendgrid, bounceOf(first));
    await ledger.drained();
    await deliverSendGrid(sendgrid, complaintOf(first));
    await deliverSendGrid(sendgrid, complaintOf(second));
    await ledger.drained();
    await deliverSendGrid(sendgrid, bounceOf(second));
    await ledger.drained();
    const verdicts = await Promise.all([first, second].map(({ address }) => ledger.verdict(address)));
    const [one, other] = verdicts.map(({ reason, code, since, until }) => ({ reason, code, since, until }));
    expect(one).toMatchObject({ reason: 'complaint', until: null });
    expect(one).toEqual(other);
  });
});

describe('a request that must be refused', () => {
  test('401 without a valid signature, and nothing is stored', async () => {
    const subject = someone();
    const body = JSON.stringify([sendGridBounce(subject)]);
    const unsigned = await fetch(sendgrid.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(unsigned.status).toBe(401);
    const forged = await deliverSendGrid({ ...sendgrid, ...makeKeyPair('ec-p256') }, body);
    expect(forged.status).toBe(401);
    expect(forged.headers.get('content-type')).toBe('application/problem+json');
    expect(await forged.text()).not.toContain(subject.address);
    await ledger.drained();
    expect(await ledger.verdict(subject.address)).toMatchObject({
      suppressed: false,
      revision: 0,
      evidence: [],
    });
  });

  test.each([
    ['no JSON', '{"email":"ann@shop.example"'],
    ['JSON that is no list of events', '"ann@shop.example"'],
  ])('400 for a signed body of %s: the problem names the fault and no address', async (_what, body) => {
    const response = await deliverSendGrid(sendgrid, body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = await response.text();
    expect(problem).not.toContain('ann@shop.example');
    expect(JSON.parse(problem)).toMatchObject({
      status: 400,
      title: expect.any(String),
      detail: expect.any(String),
    });
  });

  test.each([
    ['over 6 MB, which no function is invoked with', 6_300_000],
    ['over 10 MB, by the HTTP API', 10_600_000],
  ])('413 for a body %s', async (_what, size) => {
    const response = await deliverSendGrid(sendgrid, JSON.stringify([{ padding: 'x'.repeat(size) }]));
    expect(response.status).toBe(413);
  });

  test('404 for a source that is not configured', async () => {
    const response = await fetch(`${ledger.url}/v1/webhooks/nobody`, { method: 'POST', body: '[]' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ status: 404 });
  });
});

test.each([
  ['an emoji', '\u{1f4ed}'],
  ['a non-character', '\ufffe'],
])('%s in what an ESP quotes keeps no event from the ledger', async (_, category) => {
  const subject = someone();
  const body = JSON.stringify([{ ...sendGridBounce(subject), category }]);
  expect((await deliverSendGrid(sendgrid, body)).status).toBe(200);
  await ledger.drained();
  expect(await ledger.verdict(subject.address)).toMatchObject({ suppressed: true, code: 2001 });
});

test('one broken event among good ones is kept raw in the dead-letter queue; the good ones go through', async () => {
  const [first, second] = [someone(), someone()];
  const broken = { event: 'bounce', timestamp: 'soon', sg_event_id: 'no-recipient-at-all' };
  const body = JSON.stringify([sendGridBounce(first), broken, sendGridBounce(second)]);
  const before = (await ledger.status()).deadLettered;
  expect((await deliverSendGrid(sendgrid, body)).status).toBe(200);
  await ledger.drained();
  expect((await ledger.verdict(first.address)).suppressed).toBe(true);
  expect((await ledger.verdict(second.address)).suppressed).toBe(true);
  expect((await ledger.status()).deadLettered).toBe(before + 1);
  const { sqs, region, deadLetterQueueUrl } = await ledger.aws();
  const client = new SQSClient({
    endpoint: sqs,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { Messages } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: deadLetterQueueUrl, MaxNumberOfMessages: 10 }),
  );
  expect(Messages?.some(({ Body }) => Body?.includes('no-recipient-at-all'))).toBe(true);
});
