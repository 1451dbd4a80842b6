import { describe, expect, it } from 'vitest';
import { describeFailures } from './failure-behaviour.ts';
import { collect, openFake } from './fake-esp.ts';
import { startElasticemail } from './fakes/elasticemail.ts';
import { fakesOf } from './fixture.ts';
import { describeSuppressions } from './suppression-behaviour.ts';

describe('Elastic Email: failures', () => describeFailures(startElasticemail));
describe('Elastic Email: lists', () => describeSuppressions(startElasticemail, { oneListAtATime: true }));

describe('Elastic Email', () => {
  const start = fakesOf(startElasticemail);

  it('does not remove an address that stands on another list too, as the call would take it off both', async () => {
    const fake = await start();
    fake.seedSuppression?.('bounces', 'ann@example.com');
    fake.seedSuppression?.('complaints', 'ann@example.com');
    const { suppressions } = await openFake(fake);
    const results = suppressions?.remove([{ address: 'ann@example.com', list: 'bounces' }]);
    expect(results && (await collect(results))).toMatchObject([
      { outcome: 'refused', detail: expect.stringContaining('complaints') },
    ]);
    expect(fake.addressesOn?.('bounces')).toEqual(['ann@example.com']);
  });

  it('takes only the whole address for a hit of the search', async () => {
    const fake = await start();
    fake.seedSuppression?.('bounces', 'joann@example.com');
    const { suppressions } = await openFake(fake);
    expect(await suppressions?.get('ann@example.com')).toEqual([]);
  });
});
