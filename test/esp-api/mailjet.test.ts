import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startMailjet } from './fakes/mailjet.ts';
import { fakesOf, SOURCE_URL_WITH_SECRET } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

describe('Mailjet: failures', () => describeFailures(startMailjet));
describe('Mailjet: webhooks', () =>
  describeWebhooks(startMailjet, { url: SOURCE_URL_WITH_SECRET, cannotDuplicate: true }));
describe('Mailjet: exclusion list', () => describeSuppressions(startMailjet));

describe('Mailjet', () => {
  const start = fakesOf(startMailjet);

  it('does not take an event type from another receiver, and says that it is held', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: 'https://crm.example.com/hook', events: ['bounce'] });
    const { webhooks } = await openFake(fake);
    const plan = await webhooks?.plan({ url: SOURCE_URL_WITH_SECRET });
    await expect(plan && webhooks?.apply(plan)).rejects.toMatchObject({
      kind: 'invalid-request',
      message: expect.stringContaining('already exists'),
    });
    expect(fake.callbacks).toContainEqual(
      expect.objectContaining({ EventType: 'bounce', Url: 'https://crm.example.com/hook' }),
    );
  });

  it('revives the one event type that Mailjet gave up', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL_WITH_SECRET }));
    Object.assign(fake.callbacks.find(({ EventType }) => EventType === 'bounce') ?? {}, { Status: 'dead' });
    const plan = await webhooks?.plan({ url: SOURCE_URL_WITH_SECRET });
    expect(plan?.changes).toMatchObject([{ fields: [{ field: 'enabled', from: 'false', to: 'true' }] }]);
    await (plan && webhooks?.apply(plan));
    expect(fake.callbacks.every(({ Status }) => Status === 'alive')).toBe(true);
  });

  it('moves each event type when the secret in the URL changes, also after half of them were moved', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL_WITH_SECRET }));
    const url = SOURCE_URL_WITH_SECRET.replace('s3cret-', 'n3w-');
    Object.assign(fake.callbacks[0] ?? {}, { Url: url });
    const plan = await webhooks?.plan({ url });
    await (plan && webhooks?.apply(plan));
    expect(new Set(fake.callbacks.map(({ Url }) => Url))).toEqual(new Set([url]));
    expect((await webhooks?.plan({ url }))?.changes).toEqual([]);
  });

  it('leaves a contact that is not excluded off the list', async () => {
    const fake = await start();
    const { suppressions } = await openFake(fake);
    const ref = { address: 'ann@example.com', list: 'exclusions' };
    fake.seedSuppression?.('exclusions', 'ann@example.com');
    expect(suppressions && (await collect(suppressions.remove([ref, ref])))).toMatchObject([
      { outcome: 'changed' },
      { outcome: 'unchanged' },
    ]);
    expect(await suppressions?.get('ann@example.com')).toEqual([]);
    expect(fake.contacts.has('ann@example.com')).toBe(true);
  });

  it('needs both parts of the key', async () => {
    await expect(openFake(await start(), { apiKey: 'only-one-part' })).rejects.toMatchObject({
      kind: 'settings',
    });
  });
});
