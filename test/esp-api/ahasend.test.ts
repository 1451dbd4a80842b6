import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startAhasend } from './fakes/ahasend.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const expiresAt = Date.UTC(2026, 11, 1);

describe('AhaSend: failures', () => describeFailures(startAhasend));
describe('AhaSend: webhooks', () => describeWebhooks(startAhasend));
describe('AhaSend: suppressions', () => describeSuppressions(startAhasend, { expiresAt }));

describe('AhaSend', () => {
  const start = fakesOf(startAhasend);

  it('refuses an entry without an end', async () => {
    const fake = await start();
    const { suppressions } = await openFake(fake);
    const results = suppressions?.add([{ address: 'ann@example.com', reason: 'hard-bounce' }]);
    expect(results && (await collect(results))).toMatchObject([
      { outcome: 'refused', detail: expect.stringContaining('without an end') },
    ]);
  });

  it('takes an entry that is there for unchanged', async () => {
    const fake = await start();
    const { suppressions } = await openFake(fake);
    const entry = { address: 'ann@example.com', reason: 'complaint' as const, expiresAt };
    expect(suppressions && (await collect(suppressions.add([entry, entry])))).toMatchObject([
      { outcome: 'changed' },
      { outcome: 'unchanged' },
    ]);
    expect(await suppressions?.get('ann@example.com')).toMatchObject([{ reason: 'complaint', expiresAt }]);
  });

  it('reads the counts of the webhook', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: SOURCE_URL });
    const { webhooks } = await openFake(fake);
    const [webhook] = (await webhooks?.find(SOURCE_URL)) ?? [];
    expect(webhook && (await webhooks?.deliveryHealth?.(webhook))).toMatchObject({ failed: 1, succeeded: 7 });
  });
});
