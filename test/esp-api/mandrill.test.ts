import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, FakeClock, openFake } from './fake-esp.ts';
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

  describe('a list of more than 1,000 entries', () => {
    const startLong = async () => {
      const fake = await start();
      for (let index = 0; index < 1_001; index++) fake.seedSuppression?.('rejects', `r${index}@example.com`);
      return fake;
    };

    it('is read as a whole by an export job', async () => {
      const fake = await startLong();
      Object.assign(fake.rows.get('r7@example.com') ?? {}, {
        detail: 'a "quoted", long\nreply',
        reason: 'hard bounce',
      });
      const { suppressions } = await openFake(fake);
      const entries = suppressions ? await collect(suppressions.list()) : [];
      expect(new Set(entries.map(({ address }) => address)).size).toBe(1_001);
      expect(entries.find(({ address }) => address === 'r7@example.com')).toMatchObject({
        reason: 'hard-bounce',
        diagnostic: 'a "quoted", long\nreply',
        expiresAt: Date.UTC(2026, 2, 1, 15, 30, 32),
      });
    });

    it('waits for the job, over several processes', async () => {
      const fake = await startLong();
      fake.exportState = 'working';
      const clock = new FakeClock();
      const page = async (cursor: string | null) =>
        (await openFake(fake, { clock })).suppressions?.page('rejects', cursor);
      const first = await page(null);
      const second = await page(first?.next ?? null);
      expect([first, second]).toMatchObject([{ entries: [] }, { entries: [] }]);
      expect(clock.waits).toEqual([10_000]);
      fake.exportState = 'complete';
      const last = await page(second?.next ?? null);
      expect(last?.entries).toHaveLength(1_001);
      expect(last?.next).toBeNull();
    });

    it('reports a job that failed, and one that does not end', async () => {
      const fake = await startLong();
      fake.exportState = 'error';
      const { suppressions } = await openFake(fake);
      await expect(suppressions && collect(suppressions.list())).rejects.toMatchObject({
        kind: 'unavailable',
      });
      fake.exportState = 'waiting';
      await expect(suppressions && collect(suppressions.list())).rejects.toMatchObject({
        kind: 'unavailable',
      });
    });

    it.each([
      'http://169.254.169.254/latest/',
      'https://evil.example/rejects.zip',
      'https://amazonaws.com.evil.example/x',
      'file:///etc/passwd',
    ])('does not fetch a result from %s', async (url) => {
      const fake = await startLong();
      fake.resultUrl = url;
      const { suppressions } = await openFake(fake);
      await expect(suppressions && collect(suppressions.list())).rejects.toMatchObject({
        kind: 'invalid-response',
      });
    });

    it('reports a result that is no archive', async () => {
      const fake = await startLong();
      fake.server.inject({
        when: ({ path }) => path.startsWith('/results/'),
        does: { status: 200, text: 'not a zip' },
      });
      const { suppressions } = await openFake(fake);
      await expect(suppressions && collect(suppressions.list())).rejects.toMatchObject({
        kind: 'invalid-response',
      });
    });
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
