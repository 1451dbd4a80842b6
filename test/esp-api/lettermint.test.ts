import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startLettermint } from './fakes/lettermint.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

describe('Lettermint: failures', () => describeFailures(startLettermint));
describe('Lettermint: webhooks', () => describeWebhooks(startLettermint));
describe('Lettermint: suppressions', () => describeSuppressions(startLettermint));

describe('Lettermint', () => {
  const start = fakesOf(startLettermint);

  it('makes a new secret where the ledger does not hold it, and hands it over before anything else', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL }));
    const plan = await webhooks?.plan({ url: SOURCE_URL, isKeyStored: false });
    expect(plan?.changes).toMatchObject([
      { action: 'enable-signing', summary: expect.stringContaining('new signing key') },
    ]);
    const stored: string[] = [];
    const onSigningKey = async (key: { reveal(): string }) => {
      stored.push(key.reveal());
    };
    await (plan && webhooks?.apply(plan, { onSigningKey }));
    expect(stored).toEqual([expect.stringContaining('whsec_new')]);
  });

  it('counts failed deliveries', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: SOURCE_URL });
    const { webhooks } = await openFake(fake);
    const [webhook] = (await webhooks?.find(SOURCE_URL)) ?? [];
    expect(webhook && (await webhooks?.deliveryHealth?.(webhook))).toEqual({
      failed: 1,
      succeeded: 1,
      lastError: 'server_error 502',
      lastSentAt: Date.UTC(2026, 0, 2),
    });
  });

  it('adds several reasons at once, and tells which addresses were there', async () => {
    const fake = await start();
    fake.seedSuppression?.('suppressions', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    const results = suppressions?.add([
      { address: 'ann@example.com', reason: 'hard-bounce' },
      { address: 'bob@example.com', reason: 'complaint' },
    ]);
    expect(results && (await collect(results)).map(({ outcome }) => outcome)).toEqual([
      'unchanged',
      'changed',
    ]);
  });
});
