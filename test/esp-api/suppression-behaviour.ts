/** What the suppression lists of every ESP hold to. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEspApi } from '../../shared/esp-api/registry.ts';
import type {
  EspSuppressionReason,
  SupportedSuppressions,
  SuppressionApi,
  SuppressionPage,
} from '../../shared/esp-api/types.ts';
import { collect, FakeClock, type FakeEsp, openFake, type StartFake } from './fake-esp.ts';

export interface SuppressionBehaviourOptions {
  /** Entries to seed so that a list has several pages. @default a page and a half */
  readonly several?: number;
  /** The ESP does not keep the case of addresses. */
  readonly lowerCases?: boolean;
  /** The end of added entries, where the ESP requires one. */
  readonly expiresAt?: number;
  /** The list cannot be read. */
  readonly isWriteOnly?: boolean;
  /** Only the whole list tells why an entry is there. */
  readonly hidesReasonOfOne?: boolean;
  /** An address stands on one list at a time. */
  readonly oneListAtATime?: boolean;
}

/** Addresses that break paths, queries and patterns when they are not encoded. */
const ODD_ADDRESSES = [
  'ann+news@example.com',
  'a/b@example.com',
  'a%2Fb@example.com',
  '../x@example.com',
  'a?all=true@example.com',
  'a&b=c@example.com',
  "o'neil@example.com",
  'a#b@example.com',
  '%@example.com',
  '*@example.com',
];

/** Texts that name no single address. */
const NO_ADDRESSES = [
  '',
  ' ',
  '@',
  'ann',
  '@example.com',
  'ann@',
  'a@b.example,c@d.example',
  'ann@*',
  'a@b\n.example',
];

export function describeSuppressions(start: StartFake, options: SuppressionBehaviourOptions = {}): void {
  let fake: FakeEsp;
  let lists: SuppressionApi;
  let capability: SupportedSuppressions;
  const started: FakeEsp[] = [];

  beforeEach(async () => {
    fake = await start();
    started.push(fake);
    const definition = await loadEspApi(fake.provider);
    const declared = definition.capabilities.suppressions;
    const api = await openFake(fake);
    if (api.suppressions === null || !declared.supported) throw new Error('The ESP has no suppression API.');
    lists = api.suppressions;
    capability = declared;
  });
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));

  const seed = (list: string, address: string) => fake.seedSuppression?.(list, address);
  const on = (list: string) => fake.addressesOn?.(list) ?? [];
  const wholeLists = () => capability.lists.filter(({ read }) => read === 'whole');

  it('reads every entry of every list, page by page, each once', async () => {
    for (const { name, pageSize } of wholeLists()) {
      const count = options.several ?? Math.floor((pageSize ?? 20) * 1.5);
      const seeded = Array.from({ length: count }, (_, index) => `r${index}@example.com`);
      for (const address of seeded) seed(name, address);
      const entries = await collect(lists.list(name));
      expect(entries.map(({ address }) => address).toSorted()).toEqual(seeded.toSorted());
      expect(new Set(entries.map(({ list }) => list))).toEqual(new Set([name]));
    }
  });

  it('continues from a cursor that outlived the process', async () => {
    const [first] = wholeLists();
    if (first === undefined) return;
    const count = options.several ?? Math.floor((first.pageSize ?? 20) * 1.5);
    for (let index = 0; index < count; index++) seed(first.name, `r${index}@example.com`);
    const seen = new Set<string>();
    let cursor: string | null = null;
    do {
      const api = await openFake(fake);
      const page: SuppressionPage | undefined = await api.suppressions?.page(first.name, cursor);
      for (const { address } of page?.entries ?? []) seen.add(address);
      cursor = page?.next ?? null;
    } while (cursor !== null);
    expect(seen.size).toBe(count);
  });

  it('continues after a rate limit in the middle of a list', async () => {
    const [list] = wholeLists();
    if (list === undefined) return;
    const count = options.several ?? Math.floor((list.pageSize ?? 20) * 1.5);
    for (let index = 0; index < count; index++) seed(list.name, `r${index}@example.com`);
    const limit = { status: 429, json: { message: 'Too many requests' }, headers: { 'retry-after': '3' } };
    fake.server.inject({ after: list.pageSize === null ? 0 : 1, does: limit });
    const clock = new FakeClock();
    const api = await openFake(fake, { clock });
    const entries = await collect(api.suppressions?.list(list.name) ?? lists.list(list.name));
    expect(entries).toHaveLength(count);
    expect(clock.waits).toContain(3_000);
  });

  it.each(['', 'x', '[]', '[-1,null]', '["0",null]', '[0,5]', '{}'])(
    'refuses the cursor %j',
    async (cursor) => {
      const [list] = wholeLists();
      if (list === undefined) return;
      await expect(lists.page(list.name, cursor)).rejects.toMatchObject({ kind: 'settings' });
    },
  );

  it('finds an address on every list it stands on, and nothing where it stands on none', async () => {
    const shown = capability.lists.filter(({ read }) => read !== 'none').map(({ name }) => name);
    if (options.oneListAtATime) {
      for (const name of shown) {
        seed(name, `${name}@example.com`);
        expect((await lists.get(`${name}@example.com`)).map(({ list }) => list)).toEqual([name]);
      }
    } else {
      for (const name of shown) seed(name, 'ann@example.com');
      const found = await lists.get('ann@example.com');
      expect([...new Set(found.map(({ list }) => list))].toSorted()).toEqual(shown.toSorted());
    }
    expect(await lists.get('nobody@example.com')).toEqual([]);
  });

  it('reads an added entry back with the declared reason', async () => {
    for (const [reason, as] of Object.entries(capability.add) as [
      EspSuppressionReason,
      { becomes: string; list: string },
    ][]) {
      const address = `${reason}@example.com`;
      const entry = {
        address,
        reason,
        ...(options.expiresAt === undefined ? {} : { expiresAt: options.expiresAt }),
      };
      const exact = as.becomes === reason;
      const [refused] = exact ? [] : await collect(lists.add([entry]));
      if (!exact) expect(refused).toMatchObject({ outcome: 'refused', address });
      const results = await collect(lists.add([entry], { allowInexact: !exact }));
      expect(results.every(({ outcome }) => outcome === 'changed' || outcome === 'accepted')).toBe(true);
      fake.settle?.();
      if (options.isWriteOnly) {
        expect(on(as.list)).toContain(address);
        continue;
      }
      const found = options.hidesReasonOfOne
        ? (await collect(lists.list(as.list))).filter((one) => one.address === address)
        : await lists.get(address);
      expect(found.map(({ reason: became }) => became)).toContain(as.becomes);
    }
  });

  it('refuses a reason that no list accepts', async () => {
    const entry = { address: 'ann@example.com', reason: 'compliance' as const };
    const [result] = await collect(lists.add([entry], { allowInexact: true }));
    expect(result?.outcome).toBe('refused');
  });

  it('adds many in calls within the bulk size', async () => {
    const [reason] = Object.keys(capability.add) as EspSuppressionReason[];
    if (reason === undefined) return;
    const count = Math.min(capability.addBulkSize * 2 + 1, 1_001);
    const entries = Array.from({ length: count }, (_, index) => ({
      address: `r${index}@example.com`,
      reason,
      ...(options.expiresAt === undefined ? {} : { expiresAt: options.expiresAt }),
    }));
    const results = await collect(lists.add(entries, { allowInexact: true }));
    expect(results).toHaveLength(count);
    expect(results.every(({ outcome }) => outcome !== 'refused')).toBe(true);
  });

  describe('removing', () => {
    it('removes exactly the given entry', async () => {
      for (const { name, remove } of capability.lists) {
        if (remove === null) continue;
        seed(name, 'ann@example.com');
        seed(name, 'bob@example.com');
        const entries = (await lists.get('ann@example.com')).filter(({ list }) => list === name);
        const results = await collect(
          lists.remove(entries.length > 0 ? entries : [{ address: 'ann@example.com', list: name }]),
        );
        expect(results.map(({ outcome }) => outcome)).toEqual([expect.stringMatching(/changed|accepted/)]);
        fake.settle?.();
        expect(on(name)).not.toContain('ann@example.com');
        expect(on(name)).toContain('bob@example.com');
      }
      expect(fake.wipes).toEqual([]);
    });

    it('reports an absent entry as done', async () => {
      for (const { name, remove } of capability.lists) {
        if (remove === null) continue;
        const results = await collect(
          lists.remove([{ address: 'nobody@example.com', list: name, id: '7', scope: undefined }]),
        );
        expect(results.every(({ outcome }) => outcome !== 'refused')).toBe(true);
      }
    });

    it.each(ODD_ADDRESSES)('removes %s alone', async (address) => {
      for (const { name, remove } of capability.lists) {
        if (remove === null) continue;
        seed(name, address);
        seed(name, 'bob@example.com');
        seed(name, 'b@example.com');
        const entries = (await lists.get(address)).filter(({ list }) => list === name);
        const [result] = await collect(
          lists.remove(entries.length > 0 ? entries : [{ address, list: name }]),
        );
        fake.settle?.();
        if (result?.outcome !== 'refused') expect(on(name)).not.toContain(address);
        expect(on(name)).toEqual(expect.arrayContaining(['bob@example.com', 'b@example.com']));
      }
      expect(fake.wipes).toEqual([]);
    });

    it.each(NO_ADDRESSES)('sends nothing for %j', async (address) => {
      const before = fake.server.exchanges.length;
      for (const { name } of capability.lists) {
        seed(name, 'bob@example.com');
        await expect(collect(lists.remove([{ address, list: name }]))).rejects.toMatchObject({
          kind: 'settings',
        });
        await expect(lists.get(address)).rejects.toMatchObject({ kind: 'settings' });
        const add = lists.add([{ address, reason: 'hard-bounce' }], { allowInexact: true });
        await expect(collect(add)).rejects.toMatchObject({ kind: 'settings' });
      }
      expect(fake.server.exchanges).toHaveLength(before);
      expect(fake.wipes).toEqual([]);
    });

    it('refuses a reason that the ESP never lifts without asking it', async () => {
      for (const { name, remove } of capability.lists) {
        for (const reason of remove?.refuses ?? []) {
          const before = fake.server.exchanges.length;
          const [result] = await collect(lists.remove([{ address: 'ann@example.com', list: name, reason }]));
          expect(result?.outcome).toBe('refused');
          expect(fake.server.exchanges).toHaveLength(before);
        }
      }
    });

    it('rejects an unknown list', async () => {
      const remove = lists.remove([{ address: 'ann@example.com', list: 'no-such-list' }]);
      await expect(collect(remove)).rejects.toMatchObject({ kind: 'settings' });
    });
  });
}
