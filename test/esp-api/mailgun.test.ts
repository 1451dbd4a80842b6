import { afterAll, describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { openFake } from './fake-esp.ts';
import { type FakeMailgun, startMailgun } from './fakes/mailgun.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const URL_OF_SOURCE = 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/news-k3y';

describe('Mailgun: failures', () => describeFailures(() => startMailgun()));
describe('Mailgun: webhooks of a domain', () => describeWebhooks(() => startMailgun()));
describe('Mailgun: webhooks of the account', () => describeWebhooks(() => startMailgun('account')));
describe('Mailgun: suppression lists', () => describeSuppressions(() => startMailgun()));

describe('Mailgun', () => {
  const started: FakeMailgun[] = [];
  const start = async (level?: 'domain' | 'account') => {
    const fake = await startMailgun(level);
    started.push(fake);
    return fake;
  };
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));

  it('says that an event type has three URLs already', async () => {
    const fake = await start();
    for (const name of ['a', 'b', 'c']) {
      fake.seedWebhook?.({ url: `https://${name}.example.com/`, events: ['permanent_fail'] });
    }
    const { webhooks } = await openFake(fake);
    const plan = await webhooks?.plan({ url: URL_OF_SOURCE });
    await expect(plan && webhooks?.apply(plan)).rejects.toMatchObject({ kind: 'limit-reached' });
    expect(await webhooks?.find(URL_OF_SOURCE)).toEqual([]);
  });

  it('follows the pages on its own host, whatever the link says', async () => {
    const fake = await start();
    const next =
      'https://elsewhere.example/v3/mg.example.com/bounces?page=next&address=a%40example.com&limit=1000';
    const rows = [
      { address: 'a@example.com', code: '550', error: '', created_at: 'Fri, 02 Jan 2026 11:02:55 UTC' },
    ];
    fake.server.inject({ does: { status: 200, json: { items: rows, paging: { next } } } });
    const { suppressions } = await openFake(fake);
    const first = await suppressions?.page('bounces');
    const second = await suppressions?.page('bounces', first?.next);
    expect(second).toEqual({ entries: [], next: null });
    expect(fake.server.exchanges.at(-1)?.request.query.get('address')).toBe('a@example.com');
  });

  it('reads an unsubscribe of some tags as one from the list of each, and of the tag * as one from all mail', async () => {
    const fake = await start();
    const row = (address: string, tags: readonly string[]) => ({ address, tags, created_at: '' });
    const items = [row('a@example.com', ['deals', 'news']), row('b@example.com', ['*', 'news'])];
    fake.server.inject({ does: { status: 200, json: { items, paging: {} } } });
    const { entries } = (await (await openFake(fake)).suppressions?.page('unsubscribes')) ?? {};
    expect(entries?.map(({ address, espList }) => [address, espList])).toEqual([
      ['a@example.com', 'tag-deals'],
      ['a@example.com', 'tag-news'],
      ['b@example.com', undefined],
    ]);
  });

  it("takes the words beside a code of Mailgun's own for no reply", async () => {
    const fake = await start();
    const bounce = (code: string, error: string) => ({ address: `x${code}@example.com`, code, error });
    const items = [
      bounce('605', 'Not delivering to previously bounced address'),
      bounce('550', 'No such user'),
    ];
    fake.server.inject({ does: { status: 200, json: { items, paging: {} } } });
    const { entries } = (await (await openFake(fake)).suppressions?.page('bounces')) ?? {};
    expect(entries?.map(({ diagnostic }) => diagnostic)).toEqual([undefined, 'No such user']);
  });

  it('reads the lists of every domain when none is named', async () => {
    const fake = await start('account');
    fake.seedSuppression?.('complaints', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    expect(await suppressions?.get('ann@example.com')).toMatchObject([
      {
        list: 'complaints',
        reason: 'complaint',
        scope: 'mg.example.com',
        createdAt: Date.UTC(2026, 0, 2, 11, 2, 55),
      },
    ]);
  });

  it('reports domains that the source does not cover', async () => {
    const fake = await start();
    fake.otherDomains.push('news.example.com');
    expect(await (await openFake(fake)).inspect({ url: URL_OF_SOURCE })).toMatchObject([
      { check: 'domain-coverage', detail: expect.stringContaining('news.example.com') },
    ]);
  });

  it('reports an allowlist, and a webhook of the account at the same URL', async () => {
    const fake = await start();
    fake.allowed.push('vip@example.com');
    fake.accountWebhooks.push({
      webhook_id: 'wh',
      url: URL_OF_SOURCE,
      event_types: [],
      description: '',
      created_at: '',
    });
    const findings = await (await openFake(fake)).inspect({ url: URL_OF_SOURCE });
    expect(findings.map(({ check }) => check)).toEqual(['address-allow-list', 'webhook-duplicate']);
  });
});
