import { describe, expect, test } from 'vitest';
import { type ComparedLists, compareLists, type ListedSuppression } from '../../cli/sync/compare-lists.ts';
import type { EspSuppression, SupportedSuppressions } from '../../shared/esp-api/types.ts';
import { SyncSummary } from '../../shared/sync/summary.ts';
import type { Comparison, KnownAddress } from '../../shared/sync/types.ts';

const NOW = Date.UTC(2026, 4, 12);
const DAY = 86_400_000;

const capability: SupportedSuppressions = {
  supported: true,
  lists: [
    {
      name: 'bounces',
      title: 'Bounces',
      reasons: ['hard-bounce', 'complaint'],
      read: 'whole',
      pageSize: 100,
      remove: { bulkSize: 1, refuses: [] },
      expires: 'some',
    },
  ],
  add: { 'hard-bounce': { list: 'bounces', becomes: 'hard-bounce' } },
  addBulkSize: 100,
  lagSeconds: 3_600,
  caseSensitive: false,
  notes: [],
};

function entry(address: string, fields: Partial<EspSuppression> = {}): EspSuppression {
  return {
    address,
    list: 'bounces',
    reason: 'hard-bounce',
    createdAt: NOW - 30 * DAY,
    expiresAt: null,
    origin: 'bounces',
    ...fields,
  };
}

function suppression(address: string, fields: Partial<ListedSuppression> = {}): ListedSuppression {
  return { address, list: '*', reason: 'address-unknown', since: NOW - 20 * DAY, until: null, ...fields };
}

interface Given {
  readonly theirs: readonly EspSuppression[];
  readonly ours?: readonly ListedSuppression[];
  readonly known?: ReadonlyMap<string, KnownAddress>;
  readonly isSlim?: boolean;
}

async function* inPages<T>(all: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < all.length; start += 1_000) yield all.slice(start, start + 1_000);
}

async function compare({ theirs, ours = [], known = new Map(), isSlim = false }: Given) {
  const asked: (readonly string[])[] = [];
  const lists: ComparedLists = {
    theirs: inPages(theirs),
    ours: inPages(ours),
    lookUp: async (addresses) => {
      asked.push(addresses);
      return new Map([...known].filter(([address]) => addresses.includes(address)));
    },
    remembered: { find: () => [] },
    rules: { source: 'esp', list: '*', capability, now: NOW },
    isSlim,
  };
  const counts = { listed: 0, suppressed: 0, notComparable: 0 };
  const compared: Comparison[] = [];
  for await (const some of compareLists(lists, counts)) compared.push(...some);
  return { compared, counts, asked };
}

function byAddress(compared: readonly Comparison[]): Readonly<Record<string, string>> {
  return Object.fromEntries(compared.map((one) => [one.address, one.class]));
}

describe('two lists are brought together by their addresses', () => {
  test('each address of either side is compared once, in whatever order the lists have it', async () => {
    const addresses = Array.from({ length: 5_000 }, (_, index) => `user-${index}@mail.example`);
    const theirs = addresses.filter((_, index) => index % 3 !== 0).map((address) => entry(address));
    const ours = addresses
      .toReversed()
      .filter((_, index) => index % 2 === 0)
      .map((address) => suppression(address));
    const { compared, counts } = await compare({ theirs, ours });
    const here = new Set(ours.map(({ address }) => address));
    const there = new Set(theirs.map(({ address }) => address));
    const expected = addresses.flatMap((address) => {
      if (here.has(address) && there.has(address)) return [[address, 'both']];
      return here.has(address)
        ? [[address, 'only-here']]
        : there.has(address)
          ? [[address, 'only-there']]
          : [];
    });
    expect(compared).toHaveLength(expected.length);
    expect(byAddress(compared)).toEqual(Object.fromEntries(expected));
    expect(counts).toEqual({ listed: theirs.length, suppressed: ours.length, notComparable: 0 });
  });

  test('all entries of one address are compared together, wherever they stand in the list', async () => {
    const others = Array.from({ length: 3_000 }, (_, index) => entry(`user-${index}@mail.example`));
    const twice = [
      entry('ann@mail.example', { scope: 'a.example' }),
      entry('Ann@mail.example', { scope: 'b.example' }),
    ];
    const { compared } = await compare({ theirs: [twice[0] ?? entry(''), ...others, twice[1] ?? entry('')] });
    const changes = compared
      .filter(({ address }) => address === 'ann@mail.example')
      .flatMap((one) => one.changes);
    expect(changes.map((change) => 'entry' in change && [change.entry.scope, change.entry.address])).toEqual([
      ['a.example', 'ann@mail.example'],
      ['b.example', 'Ann@mail.example'],
    ]);
  });

  test('what an entry says reaches the change as the ESP has it', async () => {
    const given = entry('grün@mail.example', {
      code: '550',
      diagnostic: '550 5.1.1 Kein Postfach:\tunbekannt\n(ü)',
      id: 'e-1',
      scope: 'mail.example',
      createdAt: NOW - 3 * DAY + 123,
    });
    const { compared } = await compare({ theirs: [given] });
    expect(compared.flatMap(({ changes }) => changes)).toMatchObject([
      { action: 'take-in', entry: { ...given, origin: '' } },
    ]);
  });

  test('an entry without a date has none afterwards, and 1970 is a date', async () => {
    const { compared } = await compare({
      theirs: [entry('ann@mail.example', { createdAt: null }), entry('bob@mail.example', { createdAt: 0 })],
    });
    const dates = Object.fromEntries(
      compared.flatMap(({ address, changes }) =>
        changes.map((change) => [address, 'entry' in change && change.entry.createdAt]),
      ),
    );
    expect(dates).toEqual({ 'ann@mail.example': null, 'bob@mail.example': 0 });
  });

  test('the ledger is asked of what only the ESP has, a thousand addresses a call', async () => {
    const theirs = Array.from({ length: 2_500 }, (_, index) => entry(`user-${index}@mail.example`));
    const ours = [suppression('user-7@mail.example'), suppression('bob@mail.example')];
    const { asked } = await compare({ theirs, ours });
    expect(asked.map(({ length }) => length)).toEqual([1_000, 1_000, 499]);
    expect(asked.flat()).not.toContain('user-7@mail.example');
  });
});

test('a plan of counts counts what the whole plan has', async () => {
  const released: KnownAddress = {
    suppressed: false,
    pending: false,
    verdicts: [],
    events: [{ kind: 'release', at: NOW - DAY, source: 'manual', list: '*', hasProof: false }],
  };
  const kinds: readonly Partial<EspSuppression>[] = [
    {},
    { reason: 'complaint' },
    { createdAt: null },
    { createdAt: NOW - 60_000 },
    { expiresAt: NOW + DAY },
    { expiresAt: NOW + DAY, reason: 'block' },
    { expiresAt: NOW - DAY },
    { espList: 'group-7', reason: 'unsubscribe' },
    { scope: 'b.example' },
  ];
  const theirs = kinds.flatMap((fields, kind) =>
    Array.from({ length: 20 }, (_, index) => entry(`user-${kind}-${index}@mail.example`, fields)),
  );
  const known = new Map(
    kinds.flatMap((_, kind) =>
      [3, 4].map((index) => [`user-${kind}-${index}@mail.example`, released] as const),
    ),
  );
  const ours = kinds.map((_, kind) => suppression(`user-${kind}-9@mail.example`));
  const [whole, slim] = await Promise.all(
    [false, true].map(async (isSlim) => {
      const summary = new SyncSummary();
      for (const one of (await compare({ theirs, ours, known, isSlim })).compared) summary.add(one);
      return {
        rows: summary.rows().map(({ examples: _, ...row }) => row),
        changes: (['add', 'remove', 'take-in'] as const).map((action) => summary.changes(action)),
      };
    }),
  );
  expect(slim).toEqual(whole);
  expect(new Set(whole?.rows.map((row) => row.class)).size).toBeGreaterThan(3);
});
