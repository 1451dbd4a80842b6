import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startMailersend } from './fakes/mailersend.ts';
import { fakesOf } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

describe('MailerSend: failures', () => describeFailures(startMailersend));
describe('MailerSend: webhooks', () => describeWebhooks(startMailersend));
describe('MailerSend: lists', () => describeSuppressions(startMailersend));

describe('MailerSend', () => {
  const start = fakesOf(startMailersend);

  it('removes by the id of the entry, in a DELETE with a body', async () => {
    const fake = await start();
    fake.seedSuppression?.('hard-bounces', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    const entries = (await suppressions?.get('ann@example.com')) ?? [];
    await collect(suppressions?.remove(entries) ?? nothing());
    const removal = fake.server.exchanges.at(-1)?.request;
    expect(removal?.method).toBe('DELETE');
    expect(JSON.parse(removal?.body ?? '')).toEqual({ domain_id: '7nxe3yjmeq28vp0k', ids: [entries[0]?.id] });
  });

  it('leaves patterns of the blocklist out', async () => {
    const fake = await start();
    fake.patterns.push('.*@example.net');
    fake.seedSuppression?.('blocklist', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    expect(suppressions && (await collect(suppressions.list('blocklist')))).toMatchObject([
      { address: 'ann@example.com', reason: 'manual' },
    ]);
  });

  it('needs a domain', async () => {
    await expect(openFake(await start(), { options: {} })).rejects.toMatchObject({
      kind: 'settings',
      message: expect.stringContaining('"domains"'),
    });
  });
});

async function* nothing() {}
