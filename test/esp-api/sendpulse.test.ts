import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { FakeClock, openFake } from './fake-esp.ts';
import { startSendpulse } from './fakes/sendpulse.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const isWrite = ({ method, path }: { method: string; path: string }) =>
  method !== 'GET' && path !== '/oauth/access_token';

describe('SendPulse: failures', () => describeFailures(startSendpulse));
describe('SendPulse: webhooks', () => describeWebhooks(startSendpulse, { isWrite, cannotDuplicate: true }));
describe('SendPulse: unsubscribed', () => describeSuppressions(startSendpulse, { hidesReasonOfOne: true }));

describe('SendPulse', () => {
  const start = fakesOf(startSendpulse);

  it('keeps one row an action of its URL, and no row of another', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: 'https://crm.example.com/', events: ['delivered', 'opened'] });
    fake.seedWebhook?.({ url: SOURCE_URL, events: ['delivered', 'delivered', 'opened'] });
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL }));
    expect(
      fake.all
        .filter(({ url }) => url === SOURCE_URL)
        .map(({ action }) => action)
        .toSorted(),
    ).toEqual([
      'delivered',
      'hard_bounces',
      'resubscribed',
      'soft_bounces',
      'spam_by_user',
      'undelivered',
      'unsubscribed',
    ]);
    expect(fake.all.filter(({ url }) => url !== SOURCE_URL)).toHaveLength(2);
  });

  it('asks for a new token when the hour is over', async () => {
    const fake = await start();
    const clock = new FakeClock();
    const { webhooks } = await openFake(fake, { clock });
    await webhooks?.list();
    clock.now += 3_000_000;
    await webhooks?.list();
    expect(fake.tokensGiven).toHaveLength(1);
    clock.now += 600_000;
    await webhooks?.list();
    expect(fake.tokensGiven).toHaveLength(2);
  });

  it('asks again after a refused token', async () => {
    const fake = await start();
    const api = await openFake(fake);
    fake.server.inject({ does: { status: 401, json: { error: 'temporarily' } } });
    await expect(api.webhooks?.list()).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(await api.webhooks?.list()).toEqual([]);
  });
});
