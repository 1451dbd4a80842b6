import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, FakeClock, openFake } from './fake-esp.ts';
import { type FakeSendgrid, startSendgrid } from './fakes/sendgrid.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const URL_OF_SOURCE = 'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/news-k3y';

describe('SendGrid: failures', () => describeFailures(startSendgrid));
describe('SendGrid: webhooks', () => describeWebhooks(startSendgrid));
describe('SendGrid: suppression lists', () => describeSuppressions(startSendgrid));

describe('SendGrid', () => {
  let fake: FakeSendgrid;
  const started: FakeSendgrid[] = [];
  beforeEach(async () => {
    fake = await startSendgrid();
    started.push(fake);
  });
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));

  it('never patches the oldest webhook, which SendGrid does when no id is given', async () => {
    fake.seedWebhook?.({ url: 'https://crm.example.com/hook', events: ['open'] });
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: URL_OF_SOURCE }));
    await webhooks?.apply(await webhooks.plan({ url: URL_OF_SOURCE, events: ['bounce'] }));
    expect(fake.webhooks?.()[0]).toMatchObject({
      url: 'https://crm.example.com/hook',
      open: true,
      bounce: false,
    });
    const patches = fake.server.exchanges.filter(({ request }) => request.method === 'PATCH');
    expect(patches.every(({ request }) => /[0-9a-f]{8}-/.test(request.path))).toBe(true);
    expect(fake.wipes).toEqual([]);
  });

  it('switches signing on for a webhook that lacks it, and leaves its fields', async () => {
    const { webhooks } = await openFake(fake);
    const events = [
      'delivered',
      'deferred',
      'bounce',
      'dropped',
      'spam_report',
      'unsubscribe',
      'group_unsubscribe',
      'group_resubscribe',
    ];
    fake.seedWebhook?.({ url: URL_OF_SOURCE, events });
    const plan = await webhooks?.plan({ url: URL_OF_SOURCE });
    expect(plan?.changes).toMatchObject([{ action: 'enable-signing', fields: [{ from: 'off', to: 'on' }] }]);
  });

  it('says that the plan allows no further webhook', async () => {
    fake.settings.maxWebhooks = 0;
    const { webhooks } = await openFake(fake);
    const plan = await webhooks?.plan({ url: URL_OF_SOURCE });
    await expect(plan && webhooks?.apply(plan)).rejects.toMatchObject({ kind: 'limit-reached' });
  });

  it('checks the key by its scopes, and names those that are missing', async () => {
    fake.scopes.delete('suppression.delete');
    const check = await (await openFake(fake)).checkKey();
    expect(check.operations).toMatchObject({
      'read-suppressions': 'granted',
      'remove-suppressions': 'missing',
    });
    expect(check.missing).toEqual(['suppression.delete']);
  });

  it('acts for a subuser in the EU region', async () => {
    const api = await openFake(fake, { options: { region: 'eu', subuser: 'shop' } });
    await api.webhooks?.list();
    expect(fake.server.exchanges[0]?.request.headers['on-behalf-of']).toBe('shop');
    await expect(openFake(fake, { options: { region: 'mars' } })).rejects.toMatchObject({ kind: 'settings' });
  });

  it('holds back calls while X-RateLimit-Remaining is 0', async () => {
    const clock = new FakeClock();
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(clock.now / 1000 + 20) };
    fake.server.inject({ does: { status: 200, json: [], headers } });
    const { suppressions } = await openFake(fake, { clock });
    await suppressions?.page('bounces');
    await suppressions?.page('blocks');
    expect(clock.waits).toEqual([20_000]);
  });

  it('takes 200 with an empty list, or an empty object, for an address that is on no list', async () => {
    const { suppressions } = await openFake(fake);
    expect(await suppressions?.get('ann@example.com')).toEqual([]);
  });

  it('removes an address from the named group, and from no other', async () => {
    fake.groups.set(8, new Set(['ann@example.com']));
    fake.groups.get(7)?.add('ann@example.com');
    const { suppressions } = await openFake(fake);
    const entries = await suppressions?.get('ann@example.com');
    const ofSeven = entries?.filter(({ scope }) => scope === 'group-7') ?? [];
    expect(await collect(suppressions?.remove(ofSeven) ?? noResults())).toMatchObject([
      { outcome: 'changed' },
    ]);
    expect([...(fake.groups.get(8) ?? [])]).toEqual(['ann@example.com']);
    expect([...(fake.groups.get(7) ?? [])]).toEqual([]);
  });

  it('reports settings that hide events or shorten lists', async () => {
    fake.settings.subscriptionTracking = false;
    fake.settings.bouncePurge = { enabled: true, soft_bounces: 5, hard_bounces: 30 };
    fake.settings.allowList = { enabled: true, list: ['example.com'] };
    const findings = await (await openFake(fake)).inspect({ url: URL_OF_SOURCE });
    expect(findings.map(({ check, status }) => `${check} ${status}`)).toEqual([
      'subscription-tracking warning',
      'bounce-purge warning',
      'address-allow-list warning',
    ]);
  });
});

async function* noResults() {}
