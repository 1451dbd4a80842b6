import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, FakeClock, openFake } from './fake-esp.ts';
import { startMailtrap } from './fakes/mailtrap.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

describe('Mailtrap: failures', () => describeFailures(startMailtrap));
describe('Mailtrap: webhooks', () => describeWebhooks(startMailtrap));
describe('Mailtrap: suppressions', () => describeSuppressions(startMailtrap));

describe('Mailtrap', () => {
  const start = fakesOf(startMailtrap);

  it('says that a signing secret it does not hold cannot be had again', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL }));
    const plan = await webhooks?.plan({ url: SOURCE_URL, isKeyStored: false });
    expect(plan?.changes).toEqual([]);
    expect(plan?.findings).toMatchObject([{ check: 'signing-key', status: 'problem' }]);
  });

  it('leaves webhooks of other kinds alone', async () => {
    const fake = await start();
    fake.hooks.push({
      id: 9,
      url: SOURCE_URL,
      webhook_type: 'campaigns',
      active: true,
      event_types: ['open'],
    });
    const { webhooks } = await openFake(fake);
    expect(await webhooks?.find(SOURCE_URL)).toEqual([]);
  });

  it('waits for the next part of the minute when no header says how long', async () => {
    const fake = await start();
    fake.server.inject({ does: { status: 429, json: { error: 'Throttled' } } });
    const clock = new FakeClock();
    const { webhooks } = await openFake(fake, { clock });
    await webhooks?.list();
    expect(clock.waits).toEqual([20_000]);
  });

  it('adds to each stream, and refuses without a domain', async () => {
    const fake = await start();
    const entry = { address: 'ann@example.com', reason: 'complaint' as const };
    const both = await openFake(fake, { options: { domainId: '435', streams: 'transactional,bulk' } });
    expect(both.suppressions && (await collect(both.suppressions.add([entry])))).toMatchObject([
      { outcome: 'changed' },
    ]);
    expect(fake.addressesOn?.('suppressions')).toHaveLength(2);
    const none = await openFake(fake, { options: {} });
    expect(none.suppressions && (await collect(none.suppressions.add([entry])))).toMatchObject([
      { outcome: 'refused', detail: expect.stringContaining('domainId') },
    ]);
  });
});
