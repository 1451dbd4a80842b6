import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startResend } from './fakes/resend.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

describe('Resend: failures', () => describeFailures(startResend));
describe('Resend: webhooks', () => describeWebhooks(startResend));
describe('Resend: suppressions', () => describeSuppressions(startResend));

describe('Resend', () => {
  const start = fakesOf(startResend);

  it('finds its webhook on a later page', async () => {
    const fake = await start();
    for (let index = 0; index < 150; index++)
      fake.seedWebhook?.({ url: `https://other.example.com/${index}` });
    fake.seedWebhook?.({ url: SOURCE_URL, events: ['email.bounced'] });
    const { webhooks } = await openFake(fake);
    expect(await webhooks?.find(SOURCE_URL)).toHaveLength(1);
    expect(await webhooks?.list()).toHaveLength(151);
  });

  it('takes events that are null for none', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: SOURCE_URL });
    const [row] = fake.all;
    if (row) row.events = null;
    const { webhooks } = await openFake(fake);
    expect((await webhooks?.plan({ url: SOURCE_URL }))?.changes).toMatchObject([{ action: 'update' }]);
  });

  it('compares addresses without their case, and keeps the form of Resend', async () => {
    const fake = await start();
    const { suppressions } = await openFake(fake);
    await collect(suppressions?.add([{ address: 'Ann@Example.com', reason: 'manual' }]) ?? nothing());
    expect(await suppressions?.get('ANN@example.com')).toMatchObject([
      { address: 'ann@example.com', reason: 'manual', createdAt: Date.UTC(2026, 0, 6, 23, 47, 56, 678) },
    ]);
  });
});

async function* nothing() {}
