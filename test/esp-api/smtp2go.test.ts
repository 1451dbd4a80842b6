import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startSmtp2go } from './fakes/smtp2go.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const isWrite = ({ path }: { path: string }) => !path.endsWith('/view');

describe('SMTP2GO: failures', () => describeFailures(startSmtp2go));
describe('SMTP2GO: webhooks', () => describeWebhooks(startSmtp2go, { isWrite }));
describe('SMTP2GO: suppressions', () => describeSuppressions(startSmtp2go));

describe('SMTP2GO', () => {
  const start = fakesOf(startSmtp2go);

  it('reads a single webhook that comes without a list', async () => {
    const fake = await start();
    fake.bareWebhook = true;
    fake.seedWebhook?.({ url: SOURCE_URL, events: ['bounce'] });
    const { webhooks } = await openFake(fake);
    expect(await webhooks?.find(SOURCE_URL)).toMatchObject([{ events: ['bounce'], enabled: null }]);
  });

  it('asks for JSON where the webhook sends forms', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    fake.seedWebhook?.({ url: SOURCE_URL, events: ['delivered', 'bounce', 'reject', 'spam', 'unsubscribe'] });
    const plan = await webhooks?.plan({ url: SOURCE_URL });
    expect(plan?.changes).toMatchObject([{ fields: [{ field: 'format', from: 'form', to: 'json' }] }]);
  });

  it('removes the entry with its reason, and no other reason of the address', async () => {
    const fake = await start();
    fake.rows.push(
      { email_address: 'ann@example.com', reason: 'bounce' },
      { email_address: 'ann@example.com', reason: 'spam' },
    );
    const { suppressions } = await openFake(fake);
    const bounces = ((await suppressions?.get('ann@example.com')) ?? []).filter(
      ({ reason }) => reason === 'hard-bounce',
    );
    expect(suppressions && (await collect(suppressions.remove(bounces)))).toMatchObject([
      { outcome: 'changed' },
    ]);
    expect(fake.rows).toEqual([{ email_address: 'ann@example.com', reason: 'spam' }]);
  });

  it('leaves blocked domains out', async () => {
    const fake = await start();
    fake.rows.push({ email_address: 'example.net', reason: 'manual' });
    const { suppressions } = await openFake(fake);
    expect(suppressions && (await collect(suppressions.list()))).toEqual([]);
  });
});
