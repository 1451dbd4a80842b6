import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import {
  startForwardemail,
  startIterable,
  startLoops,
  startSocketlabs,
  startZeptomail,
} from './fakes/small.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

describe('Forward Email: failures', () => describeFailures(startForwardemail));

describe('Forward Email', () => {
  const start = fakesOf(startForwardemail);

  it('sets the bounce webhook of the domain, once', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL }));
    expect(fake.urls.get('example.com')).toBe(SOURCE_URL);
    expect((await webhooks?.plan({ url: SOURCE_URL }))?.changes).toEqual([]);
  });

  it('leaves the bounce webhook of another receiver, and says so', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: 'https://crm.example.com/' });
    const { webhooks } = await openFake(fake);
    const plan = await webhooks?.plan({ url: SOURCE_URL });
    await expect(plan && webhooks?.apply(plan)).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('belongs to another receiver'),
    });
    expect(fake.urls.get('example.com')).toBe('https://crm.example.com/');
  });

  it('moves it when the URL of the source changes', async () => {
    const fake = await start();
    fake.seedWebhook?.({ url: `${SOURCE_URL}-old` });
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL, formerUrls: [`${SOURCE_URL}-old`] }));
    expect(fake.urls.get('example.com')).toBe(SOURCE_URL);
  });
});

describe('Iterable: failures', () => describeFailures(startIterable));
describe('Iterable: webhooks', () => describeWebhooks(startIterable));

describe('Iterable', () => {
  const start = fakesOf(startIterable);

  it('says what is to be done in the console', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    fake.seedWebhook?.({ url: SOURCE_URL, enabled: false });
    const plan = await webhooks?.plan({ url: SOURCE_URL });
    expect(plan).toMatchObject({ changes: [], findings: [{ check: 'webhook-differs', status: 'problem' }] });
    expect(plan?.found[0]?.restrictions).toEqual(['only for the channels 7', 'not for triggered campaigns']);
  });
});

describe('Loops: failures', () => describeFailures(startLoops));
describe('Loops: suppressions', () => describeSuppressions(startLoops));

describe('Loops', () => {
  const start = fakesOf(startLoops);

  it('asks first, so that an address that is not suppressed costs nothing of the quota', async () => {
    const fake = await start();
    const { suppressions } = await openFake(fake);
    const results = suppressions?.remove([{ address: 'ann@example.com', list: 'suppressions' }]);
    expect(results && (await collect(results))).toMatchObject([{ outcome: 'unchanged' }]);
    expect(fake.quota).toBe(100);
  });

  it('refuses once the quota is used up', async () => {
    const fake = await start();
    fake.quota = 0;
    fake.seedSuppression?.('suppressions', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    const results = suppressions?.remove([{ address: 'ann@example.com', list: 'suppressions' }]);
    expect(results && (await collect(results))).toMatchObject([
      { outcome: 'refused', detail: expect.stringContaining('quota') },
    ]);
  });

  it('cannot be read as a whole', async () => {
    const { suppressions } = await openFake(await start());
    await expect(suppressions?.page('suppressions')).rejects.toMatchObject({ kind: 'unsupported' });
  });
});

describe('SocketLabs: failures', () => describeFailures(startSocketlabs, { isWriteOnly: true }));
describe('SocketLabs: suppressions', () => describeSuppressions(startSocketlabs, { isWriteOnly: true }));

const wrongKey = '1000.CLIENT0123:wrong0123456789:1000.refresh0123456789';
describe('ZeptoMail: failures', () => describeFailures(startZeptomail, { isWriteOnly: true, wrongKey }));
describe('ZeptoMail: suppressions', () => describeSuppressions(startZeptomail, { isWriteOnly: true }));

describe('ZeptoMail', () => {
  const start = fakesOf(startZeptomail);

  it('takes an entry that is there for unchanged', async () => {
    const fake = await start();
    fake.seedSuppression?.('suppressions', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    const entry = { address: 'ann@example.com', reason: 'manual' as const };
    expect(suppressions && (await collect(suppressions.add([entry])))).toMatchObject([
      { outcome: 'unchanged' },
    ]);
  });
});
