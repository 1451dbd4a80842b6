import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { openFake } from './fake-esp.ts';
import { startCustomerio } from './fakes/customerio.ts';
import { fakesOf } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

describe('Customer.io: failures', () => describeFailures(startCustomerio));
describe('Customer.io: webhooks', () => describeWebhooks(startCustomerio));
describe('Customer.io: lists', () => describeSuppressions(startCustomerio, { oneListAtATime: true }));

describe('Customer.io', () => {
  const start = fakesOf(startCustomerio);

  it('finds a complaint under the category spam', async () => {
    const fake = await start();
    fake.seedSuppression?.('spam_reports', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    expect(await suppressions?.get('ann@example.com')).toMatchObject([
      { list: 'spam_reports', reason: 'complaint', code: '550', createdAt: 1_750_000_000_000 },
    ]);
  });
});
