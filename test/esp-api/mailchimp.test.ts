import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startMailchimp } from './fakes/mailchimp.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const wrongKey = 'ffffffffffffffffffffffffffffffff-us21';

describe('Mailchimp: failures', () => describeFailures(startMailchimp, { wrongKey }));
describe('Mailchimp: webhooks', () => describeWebhooks(startMailchimp));
describe('Mailchimp: members', () => describeSuppressions(startMailchimp, { oneListAtATime: true }));

describe('Mailchimp', () => {
  const start = fakesOf(startMailchimp);

  it('reports changes by every cause, those by API included', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: SOURCE_URL, events: ['subscribe', 'unsubscribe', 'cleaned'] });
    Object.assign(fake.webhooks?.()[0] ?? {}, { sources: { user: true, admin: true, api: false } });
    const { webhooks } = await openFake(fake);
    const plan = await webhooks?.plan({ url: SOURCE_URL });
    expect(plan?.changes).toMatchObject([
      { fields: [{ field: 'causes of a change', from: expect.stringContaining('api') }] },
    ]);
    expect(plan && (await webhooks?.apply(plan))?.unconfirmed).toEqual([]);
  });

  it('lifts nothing, as only the recipient can subscribe again', async () => {
    const fake = await start();
    fake.seedSuppression?.('unsubscribed', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    const results = suppressions?.remove([{ address: 'ann@example.com', list: 'unsubscribed' }]);
    expect(results && (await collect(results))).toMatchObject([{ outcome: 'refused' }]);
    expect(fake.server.exchanges).toEqual([]);
  });

  it('needs the data center in the key', async () => {
    await expect(openFake(await start(), { apiKey: '0123456789abcdef' })).rejects.toMatchObject({
      kind: 'settings',
    });
  });
});
