import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startUnisenderGo } from './fakes/unisender-go.ts';
import { fakesOf, SOURCE_URL } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';
import { describeWebhooks } from './webhook-behaviour.ts';

const isWrite = ({ path }: { path: string }) => /\/(set|delete)\.json$/.test(path);

describe('UniSender Go: failures', () => describeFailures(startUnisenderGo));
describe('UniSender Go: webhooks', () => describeWebhooks(startUnisenderGo, { isWrite }));
describe('UniSender Go: suppressions', () => describeSuppressions(startUnisenderGo));
describe('UniSender Go: suppressions, paged by an offset', () =>
  describeSuppressions(async () => {
    const fake = await startUnisenderGo();
    fake.paging = 'offset';
    return fake;
  }));

describe('UniSender Go', () => {
  const start = fakesOf(startUnisenderGo);

  it('removes the webhook of the old URL after it has set the new one, as the URL is the key', async () => {
    const fake = await start();
    const { webhooks } = await openFake(fake);
    await webhooks?.apply(await webhooks.plan({ url: `${SOURCE_URL}?s=old` }));
    await webhooks?.apply(await webhooks.plan({ url: `${SOURCE_URL}?s=new` }));
    expect((await webhooks?.list())?.map(({ url }) => url)).toEqual([`${SOURCE_URL}?s=new`]);
  });

  it('takes an entry that is not deletable for refused, without a removal', async () => {
    const fake = await start();
    fake.rows.set('ann@example.com', { cause: 'complained', is_deletable: false });
    const { suppressions } = await openFake(fake);
    const results = suppressions?.remove([{ address: 'ann@example.com', list: 'suppressions' }]);
    expect(results && (await collect(results))).toMatchObject([{ outcome: 'refused' }]);
    expect(fake.server.exchanges.some(({ request }) => request.path.endsWith('delete.json'))).toBe(false);
  });
});
