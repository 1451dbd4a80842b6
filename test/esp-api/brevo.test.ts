import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { FakeClock, openFake } from './fake-esp.ts';
import { startBrevo } from './fakes/brevo.ts';
import { fakesOf, SOURCE_URL, SOURCE_URL_WITH_SECRET } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

describe('Brevo: failures', () => describeFailures(startBrevo));
describe('Brevo: webhooks', () => describeWebhooks(startBrevo, { url: SOURCE_URL_WITH_SECRET }));
describe('Brevo: blocked contacts', () => describeSuppressions(startBrevo));

describe('Brevo', () => {
  const start = fakesOf(startBrevo);

  it('reads events in whatever spelling they come', async () => {
    const fake = await start();
    fake.joinsEvents = true;
    fake.seedWebhook?.({ url: SOURCE_URL, events: ['delivered', 'hard_bounce', 'softBounce'] });
    const { webhooks } = await openFake(fake);
    expect(await webhooks?.find(SOURCE_URL)).toMatchObject([
      { events: ['delivered', 'hardBounce', 'softBounce'] },
    ]);
  });

  it('sends the secret as a bearer token', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL, secret: 'a-secret-of-ours' }));
    expect(fake.webhooks?.()).toMatchObject([
      { url: SOURCE_URL, type: 'transactional', auth: { type: 'bearer', token: 'a-secret-of-ours' } },
    ]);
    const plan = await webhooks?.plan({ url: SOURCE_URL, secret: 'another-secret' });
    expect(plan?.changes).toMatchObject([{ fields: [{ field: 'secret', to: 'the present one' }] }]);
  });

  it('hands back the rest of the hour once the calls are used up', async () => {
    const fake = await start();
    const headers = { 'x-sib-ratelimit-remaining': '0', 'x-sib-ratelimit-reset': '2400' };
    fake.server.inject({ does: { status: 200, json: { webhooks: [] }, headers } });
    const { webhooks } = await openFake(fake, { clock: new FakeClock() });
    await webhooks?.list();
    const before = fake.server.exchanges.length;
    await expect(webhooks?.list()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 2_400_000 });
    expect(fake.server.exchanges).toHaveLength(before);
  });

  it('does not use up the calls of an hour to look for one address', async () => {
    const fake = await start();
    for (let index = 0; index < 2_100; index++) fake.seedSuppression?.('blocked', `r${index}@example.com`);
    const { suppressions } = await openFake(fake);
    expect(await suppressions?.get('r1500@example.com')).toHaveLength(1);
    await expect(suppressions?.get('r2050@example.com')).rejects.toMatchObject({ kind: 'unsupported' });
    expect(fake.server.exchanges.length).toBeLessThanOrEqual(40);
  });

  it('lists an address once for each sender', async () => {
    const fake = await start();
    fake.contacts.push(
      { email: 'ann@example.com', senderEmail: 'a@shop.example', code: 'contactFlaggedAsSpam' },
      { email: 'ann@example.com', senderEmail: 'b@shop.example', code: 'unsubscribedViaEmail' },
    );
    const { suppressions } = await openFake(fake);
    expect((await suppressions?.get('ann@example.com'))?.map(({ reason }) => reason)).toEqual([
      'complaint',
      'unsubscribe',
    ]);
  });
});
