import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startInfobip } from './fakes/infobip.ts';
import { fakesOf } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';

describe('Infobip: failures', () => describeFailures(startInfobip));
describe('Infobip: suppressions', () => describeSuppressions(startInfobip));

describe('Infobip', () => {
  const start = fakesOf(startInfobip);

  it('takes a change for accepted, and not for done', async () => {
    const fake = await start();
    const { suppressions } = await openFake(fake);
    const results = suppressions?.add([{ address: 'ann@example.com', reason: 'complaint' }]);
    expect(results && (await collect(results))).toMatchObject([{ outcome: 'accepted', list: 'COMPLAINT' }]);
    expect(await suppressions?.get('ann@example.com')).toEqual([]);
    fake.settle?.();
    expect(await suppressions?.get('ann@example.com')).toMatchObject([
      { reason: 'complaint', createdAt: Date.UTC(2026, 0, 1, 10, 11, 12) },
    ]);
  });

  it.each(['', 'evil.example', 'xyz.api.infobip.com.evil.example', 'user@xyz.api.infobip.com'])(
    'sends no key to the host %j',
    async (host) => {
      const options = { host, domains: 'mail.example.com' };
      await expect(openFake(await start(), { options })).rejects.toMatchObject({ kind: 'settings' });
    },
  );
});
