import { afterAll, describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { type FakePostmark, startPostmark } from './fakes/postmark.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const URL_OF_SOURCE =
  'https://ledger:s3cret-s3cret-s3cret@abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/news';

describe('Postmark: failures', () => describeFailures(startPostmark));
describe('Postmark: webhooks', () => describeWebhooks(startPostmark, { url: URL_OF_SOURCE }));
describe('Postmark: suppression lists', () => describeSuppressions(startPostmark));

describe('Postmark', () => {
  const started: FakePostmark[] = [];
  const start = async () => {
    const fake = await startPostmark();
    started.push(fake);
    return fake;
  };
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));

  it('sends user and password as basic authentication, and prints neither', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    const plan = await webhooks?.plan({ url: URL_OF_SOURCE });
    expect(JSON.stringify(plan)).not.toContain('s3cret');
    const applied = plan && (await webhooks?.apply(plan));
    expect(fake.webhooks?.()).toMatchObject([
      {
        Url: 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/news',
        HttpAuth: { Username: 'ledger', Password: 's3cret-s3cret-s3cret' },
        Triggers: { Bounce: { Enabled: true, IncludeContent: false }, Open: { Enabled: false } },
      },
    ]);
    expect(JSON.stringify(applied)).not.toContain('s3cret');
  });

  it('replaces a secret that has been rotated', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: URL_OF_SOURCE }));
    const plan = await webhooks?.plan({ url: URL_OF_SOURCE.replace('s3cret-s3cret', 'n3w') });
    expect(plan?.changes).toMatchObject([
      { action: 'update', fields: [{ field: 'secret', to: 'the present one' }] },
    ]);
  });

  it('creates a webhook for each named stream', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake, { options: { streams: 'outbound, broadcast' } });
    await webhooks?.apply(await webhooks.plan({ url: URL_OF_SOURCE }));
    expect((await webhooks?.find(URL_OF_SOURCE))?.map(({ scope }) => scope)).toEqual([
      'outbound',
      'broadcast',
    ]);
  });

  it('reports a stream that does not report to the source, and one that does not exist', async () => {
    const fake = await start();
    fake.streams.push({ ID: 'broadcast', MessageStreamType: 'Broadcasts', ArchivedAt: null });
    fake.streams.push({ ID: 'old', MessageStreamType: 'Broadcasts', ArchivedAt: '2025-01-01T00:00:00Z' });
    fake.streams.push({ ID: 'inbound', MessageStreamType: 'Inbound', ArchivedAt: null });
    const api = await openFake(fake, { options: { streams: 'outbound,missing' } });
    expect(await api.inspect({ url: URL_OF_SOURCE })).toMatchObject([
      { check: 'stream-coverage', status: 'warning', fix: expect.stringContaining('broadcast') },
      { check: 'stream-missing', status: 'problem', detail: expect.stringContaining('missing') },
    ]);
  });

  it('takes a complaint that Postmark does not lift for refused, in a call that answers 200', async () => {
    const fake = await start();
    fake.entries.set('ann@example.com', {
      EmailAddress: 'ann@example.com',
      SuppressionReason: 'SpamComplaint',
      Origin: 'Recipient',
      CreatedAt: '2026-02-03T10:11:12-05:00',
    });
    const { suppressions } = await openFake(fake);
    const results = suppressions?.remove([
      { address: 'ann@example.com', list: 'suppressions' },
      { address: 'nobody@example.com', list: 'suppressions' },
    ]);
    expect(results && (await collect(results))).toMatchObject([
      { outcome: 'refused', detail: expect.stringContaining('authority') },
      { outcome: 'accepted' },
    ]);
  });

  it('reads an unsubscribe by the recipient apart from a manual suppression, and times with their offset', async () => {
    const fake = await start();
    const row = { SuppressionReason: 'ManualSuppression', CreatedAt: '2026-02-03T10:11:12-05:00' };
    fake.entries.set('a@example.com', { ...row, EmailAddress: 'a@example.com', Origin: 'Recipient' });
    fake.entries.set('b@example.com', { ...row, EmailAddress: 'b@example.com', Origin: 'Customer' });
    const { suppressions } = await openFake(fake);
    expect(suppressions && (await collect(suppressions.list()))).toMatchObject([
      { address: 'a@example.com', reason: 'unsubscribe', createdAt: Date.UTC(2026, 1, 3, 15, 11, 12) },
      { address: 'b@example.com', reason: 'manual' },
    ]);
  });

  it('reads a list that is too long for one answer in spans of days', async () => {
    const fake = await start();
    const COUNT = 400;
    for (let index = 0; index < COUNT; index++) {
      const EmailAddress = `r${index}@example.com`;
      const day = new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);
      fake.entries.set(EmailAddress, {
        EmailAddress,
        SuppressionReason: 'HardBounce',
        Origin: 'Recipient',
        CreatedAt: `${day}T10:11:12-05:00`,
      });
    }
    // A dump of more than 40 entries is announced as too long, as one of millions would be.
    const announced: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      const body = await response.text();
      const isLong = body.split('EmailAddress').length > 41;
      return new Response(body, {
        status: response.status,
        headers: isLong ? { 'content-length': String(10 ** 9) } : {},
      });
    };
    const { suppressions } = await openFake(fake, { deps: { fetch: announced } });
    const entries = suppressions ? await collect(suppressions.list()) : [];
    expect(new Set(entries.map(({ address }) => address)).size).toBe(COUNT);
    expect(entries).toHaveLength(COUNT);
  });
});
