import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startSparkpost } from './fakes/sparkpost.ts';
import { fakesOf, SOURCE_URL_WITH_SECRET } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

describe('SparkPost: failures', () => describeFailures(startSparkpost));
describe('SparkPost: webhooks', () => describeWebhooks(startSparkpost, { url: SOURCE_URL_WITH_SECRET }));
describe('SparkPost: suppression list', () => describeSuppressions(startSparkpost));

describe('SparkPost', () => {
  const start = fakesOf(startSparkpost);

  it('says that the target did not answer the test, and has created nothing', async () => {
    const fake = await start();
    fake.targetStatus = 404;
    const { webhooks } = await openFake(fake);
    const plan = await webhooks?.plan({ url: SOURCE_URL_WITH_SECRET });
    await expect(plan && webhooks?.apply(plan)).rejects.toMatchObject({
      message: expect.stringContaining('POST to webhook target URL failed'),
    });
    expect(fake.webhooks?.()).toEqual([]);
  });

  it('counts failed batches', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL_WITH_SECRET }));
    const [webhook] = (await webhooks?.find(SOURCE_URL_WITH_SECRET)) ?? [];
    expect(webhook && (await webhooks?.deliveryHealth?.(webhook))).toEqual({
      failed: 1,
      succeeded: 1,
      lastError: 'HTTP 400',
      lastSentAt: Date.UTC(2026, 0, 1, 21, 38, 8),
    });
  });

  it('removes the entry of one mailing list, and leaves the others and the other type', async () => {
    const fake = await start();
    const row = {
      recipient: 'ann@example.com',
      source: 'List Unsubscribe',
      description: '',
      created: '2026-01-01T12:00:00+00:00',
      updated: '2026-01-01T12:00:00+00:00',
    };
    fake.entries.push(
      { ...row, type: 'non_transactional', list_id: 'weekly.example.com' },
      { ...row, type: 'non_transactional' },
      { ...row, type: 'transactional' },
    );
    const { suppressions } = await openFake(fake);
    const entries = (await suppressions?.get('ann@example.com')) ?? [];
    expect(entries.map(({ list, id }) => `${list} ${id}`)).toEqual([
      'transactional undefined',
      'non_transactional weekly.example.com',
      'non_transactional undefined',
    ]);
    const ofWeekly = entries.filter(({ id }) => id === 'weekly.example.com');
    expect(suppressions && (await collect(suppressions.remove(ofWeekly)))).toMatchObject([
      { outcome: 'changed' },
    ]);
    expect(fake.entries.map(({ type, list_id }) => `${type} ${list_id}`)).toEqual([
      'non_transactional undefined',
      'transactional undefined',
    ]);
    expect(fake.wipes).toEqual([]);
  });

  it('takes a compliance entry for refused', async () => {
    const fake = await start();
    const time = '2026-01-01T12:00:00+00:00';
    fake.entries.push({
      recipient: 'ann@example.com',
      type: 'transactional',
      source: 'Compliance',
      description: '',
      created: time,
      updated: time,
    });
    const { suppressions } = await openFake(fake);
    const results = suppressions?.remove([{ address: 'ann@example.com', list: 'transactional' }]);
    expect(results && (await collect(results))).toMatchObject([{ outcome: 'refused' }]);
    expect(await suppressions?.get('ann@example.com')).toMatchObject([{ reason: 'compliance' }]);
  });

  it('names the subaccount in every call', async () => {
    const fake = await start();
    const { suppressions } = await openFake(fake, { options: { subaccount: '146' } });
    await suppressions?.get('ann@example.com');
    expect(fake.server.exchanges.map(({ request }) => request.headers['x-msys-subaccount'])).toEqual([
      '146',
      '146',
    ]);
  });
});
