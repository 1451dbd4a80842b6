import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startMandrill } from './fakes/mandrill.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const isWrite = ({ path }: { path: string }) => /\/(add|update|delete)$/.test(path);

describe('Mandrill: failures', () => describeFailures(startMandrill));
describe('Mandrill: webhooks', () => describeWebhooks(startMandrill, { isWrite }));
describe('Mandrill: reject list', () => describeSuppressions(startMandrill));

describe('Mandrill', () => {
  const start = fakesOf(startMandrill);

  it('reads what Mandrill recorded of its last call', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: SOURCE_URL });
    Object.assign(fake.webhooks?.()[0] ?? {}, {
      last_error: 'ann@example.com: 500 from your URL',
      last_sent_at: '2026-01-02 03:04:05',
      batches_sent: 7,
    });
    const { webhooks } = await openFake(fake);
    const [webhook] = (await webhooks?.find(SOURCE_URL)) ?? [];
    expect(webhook?.lastError).toContain('500 from your URL');
    expect(webhook?.lastError).not.toContain('ann@example.com');
    expect(webhook && (await webhooks?.deliveryHealth?.(webhook))).toMatchObject({
      succeeded: 7,
      lastSentAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    });
  });

  it('does not take the first 1,000 entries for the whole list', async () => {
    const fake = await start();
    for (let index = 0; index < 1_001; index++) fake.seedSuppression?.('rejects', `r${index}@example.com`);
    const { suppressions } = await openFake(fake);
    await expect(suppressions?.page('rejects')).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining('1000'),
    });
    expect(await suppressions?.get('r1000@example.com')).toHaveLength(1);
  });

  it('reads the end of an entry', async () => {
    const fake = await start();
    fake.seedSuppression?.('rejects', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    expect(await suppressions?.get('ann@example.com')).toMatchObject([
      { reason: 'hard-bounce', expiresAt: Date.UTC(2026, 2, 1, 15, 30, 32) },
    ]);
  });

  it('adds no entry with an end', async () => {
    const { suppressions } = await openFake(await start());
    const entry = { address: 'ann@example.com', reason: 'manual' as const, expiresAt: 1 };
    expect(suppressions && (await collect(suppressions.add([entry])))).toMatchObject([
      { outcome: 'refused' },
    ]);
  });
});
