import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startAzure } from './fakes/azure.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const wrongKey = 'tenant-0123:client-0123:wrong~0123456789';
const isWrite = ({ method, path }: { method: string; path: string }) =>
  method === 'PUT' || path.endsWith('/delete');

describe('Azure: failures', () => describeFailures(startAzure, { wrongKey }));
describe('Azure: webhooks', () =>
  describeWebhooks(startAzure, { url: `${SOURCE_URL}?secret=s3cret`, isWrite }));
describe('Azure: suppression lists', () => describeSuppressions(startAzure));

describe('Azure', () => {
  const start = fakesOf(startAzure);

  it('compares the whole URL, which reading alone hides', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: `${SOURCE_URL}?secret=old` }));
    const plan = await webhooks?.plan({ url: `${SOURCE_URL}?secret=new` });
    expect(plan?.changes).toMatchObject([
      { fields: [{ field: 'url', to: expect.stringContaining('present secret') }] },
    ]);
    expect(JSON.stringify(plan)).not.toContain('secret=new');
  });

  it('takes a free name beside the subscriptions of others', async () => {
    const fake = await start();
    fake.all.push({
      name: 'bounce-ledger',
      endpointUrl: 'https://crm.example.com/',
      events: [],
      provisioningState: 'Succeeded',
      endpointType: 'WebHook',
    });
    fake.all.push({
      name: 'queue',
      endpointUrl: '',
      events: [],
      provisioningState: 'Succeeded',
      endpointType: 'StorageQueue',
    });
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: SOURCE_URL }));
    expect(fake.all.map(({ name }) => name)).toEqual(['bounce-ledger', 'queue', 'bounce-ledger-2']);
    expect(fake.all[0]?.endpointUrl).toBe('https://crm.example.com/');
  });

  it('asks for one token, and again when it ends', async () => {
    const fake = await start();
    const api = await openFake(fake);
    await api.webhooks?.list();
    await api.webhooks?.list();
    const tokens = () =>
      fake.server.exchanges.filter(({ request }) => request.path.endsWith('/token')).length;
    expect(tokens()).toBe(1);
  });

  it('adds an address once, however often it is added', async () => {
    const fake = await start();
    const { suppressions } = await openFake(fake);
    const entry = { address: 'ann@example.com', reason: 'manual' as const };
    await collect(suppressions?.add([entry]) ?? nothing());
    await collect(suppressions?.add([{ ...entry, address: 'Ann@example.com' }]) ?? nothing());
    expect(fake.addressesOn?.('addresses')).toHaveLength(1);
  });
});

async function* nothing() {}
