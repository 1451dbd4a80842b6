import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { openFake } from './fake-esp.ts';
import { startScaleway } from './fakes/scaleway.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';

describe('Scaleway: failures', () => describeFailures(startScaleway));
describe('Scaleway: blocklist', () => describeSuppressions(startScaleway));

describe('Scaleway', () => {
  const start = fakesOf(startScaleway);

  it('points a webhook of the domain at the topic of the source, once', async () => {
    const fake = await start();
    const other = fake.seedWebhook?.({
      url: 'arn:scw:sns:fr-par:project-0123:crm',
      events: ['email_queued'],
    });
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL }));
    expect(await webhooks?.find(SOURCE_URL)).toMatchObject([
      { url: fake.options?.topicArn, scope: fake.options?.domains },
    ]);
    expect((await webhooks?.plan({ url: SOURCE_URL }))?.changes).toEqual([]);
    expect((await webhooks?.list())?.find(({ id }) => id === other)?.events).toEqual(['email_queued']);
  });

  it('completes its events', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: SOURCE_URL, events: ['email_queued'] });
    const { webhooks } = await openFake(fake);
    const plan = await webhooks?.plan({ url: SOURCE_URL });
    expect(plan?.changes).toMatchObject([{ action: 'update', fields: [{ field: 'events' }] }]);
    expect(plan && (await webhooks?.apply(plan))?.unconfirmed).toEqual([]);
  });

  it('counts what was not delivered, and says what it cannot see', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: SOURCE_URL });
    const api = await openFake(fake);
    const [webhook] = (await api.webhooks?.find(SOURCE_URL)) ?? [];
    expect(webhook && (await api.webhooks?.deliveryHealth?.(webhook))).toMatchObject({
      failed: 3,
      succeeded: 9,
    });
    expect(await api.inspect({ url: SOURCE_URL })).toMatchObject([
      { check: 'topic-subscription', status: 'skipped' },
    ]);
  });

  it('reads the end of an entry that Scaleway made', async () => {
    const fake = await start();
    fake.seedSuppression?.('blocklists', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    expect(await suppressions?.get('ann@example.com')).toMatchObject([
      { reason: 'hard-bounce', expiresAt: Date.UTC(2026, 3, 1) },
    ]);
  });
});
