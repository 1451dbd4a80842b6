import { describe, expect, test } from 'vitest';
import type { EspSuppression, SuppressionResult } from '../../shared/esp-api/types.ts';
import { type ApplyPorts, applyChanges, type ChangeAuditLine } from '../../shared/sync/apply-changes.ts';
import { boundExceeded } from '../../shared/sync/bounds.ts';
import type { AddChange, KnownAddress, RemoveChange } from '../../shared/sync/types.ts';
import { ADDRESS, entry, known, NOW, own } from './fixture.ts';

const removal: RemoveChange = {
  action: 'remove',
  address: ADDRESS,
  as: 'hard-bounce',
  why: 'Released here.',
  entry: entry(),
};
const addition: AddChange = {
  action: 'add',
  address: ADDRESS,
  as: 'hard-bounce',
  why: 'Suppressed here.',
  own: own(),
  list: 'bounces',
  reason: 'hard-bounce',
  expiresAt: null,
};

interface Given {
  readonly there?: readonly EspSuppression[];
  readonly here?: KnownAddress;
  readonly answer?: Pick<SuppressionResult, 'outcome' | 'detail'>;
}

/** Ports that note the order of what is done. */
function ports({ there = [], here, answer = { outcome: 'changed' } }: Given) {
  const done: string[] = [];
  const audited: (readonly ChangeAuditLine[])[] = [];
  const made: ApplyPorts = {
    suppressions: {
      get: async () => there,
      async *add(entries) {
        for await (const { address } of entries) {
          done.push('add');
          yield { address, list: 'bounces', ...answer };
        }
      },
      async *remove(refs) {
        for await (const { address, list, scope } of refs) {
          done.push('remove');
          yield { address, list, scope, ...answer };
        }
      },
    },
    remembered: { add: async (_, { action }) => void done.push(`remember ${action}`) },
    lookUp: async () => new Map(here === undefined ? [] : [[ADDRESS, here]]),
    takeIn: async () => void done.push('take in'),
    audit: async (_, lines) => {
      done.push('audit');
      audited.push(lines);
    },
    clock: () => NOW,
    makeId: () => 'id',
  };
  return { made, done, audited };
}

async function results(changes: Parameters<typeof applyChanges>[0], given: Given) {
  const { made, ...seen } = ports(given);
  const all = [];
  for await (const { outcome, detail } of applyChanges(changes, made)) all.push({ outcome, detail });
  return { all, ...seen };
}

const suppressed = known([], { suppressed: true, verdicts: [own()] });

describe('applyChanges', () => {
  test('audits before and after, and remembers before the ESP is called', async () => {
    const { all, done, audited } = await results([addition], { here: suppressed });
    expect(all).toEqual([{ outcome: 'changed' }]);
    expect(done).toEqual(['audit', 'remember add', 'add', 'audit']);
    expect(audited[0]).toEqual([{ change: addition, result: null }]);
    expect(audited[1]).toMatchObject([{ change: addition, result: { outcome: 'changed' } }]);
  });

  test('a refusal of the ESP is a result', async () => {
    const answer = { outcome: 'refused', detail: 'Not this one.' } as const;
    const { all } = await results([removal], { there: [entry()], answer });
    expect(all).toEqual([answer]);
  });

  test('removes no entry that is newer than the plan', async () => {
    const { all, done } = await results([removal], { there: [entry({ createdAt: NOW })] });
    expect(all).toMatchObject([{ outcome: 'outdated' }]);
    expect(done).not.toContain('remove');
  });

  test('removes nothing in place of an entry that is gone', async () => {
    const { all, done } = await results([removal], { there: [entry({ list: 'complaints' })] });
    expect(all).toEqual([{ outcome: 'unchanged' }]);
    expect(done).not.toContain('remove');
  });

  test('leaves alone what the ledger suppresses or releases since the plan', async () => {
    const raced = await results([removal], { there: [entry()], here: suppressed });
    expect(raced.all).toMatchObject([{ outcome: 'outdated' }]);
    const freed = await results([addition], { here: known([]) });
    expect(freed.all).toMatchObject([{ outcome: 'outdated' }]);
    expect([...raced.done, ...freed.done]).toEqual(['audit', 'audit', 'audit', 'audit']);
  });

  test.each([
    ['for another reason', own({ reason: 'complaint' })],
    ['until an end that the plan did not know', own({ until: NOW + 3_600_000 })],
    ['on another list', own({ list: 'news' })],
  ])('adds nothing where the address is suppressed %s since the plan', async (_, now) => {
    const here = known([], { suppressed: true, verdicts: [now] });
    const { all, done } = await results([addition], { here });
    expect(all).toMatchObject([{ outcome: 'outdated' }]);
    expect(done).not.toContain('add');
  });
});

describe('a removal', () => {
  test.each([
    ['another entry has taken its place', [entry({ reason: 'complaint', createdAt: null })]],
    ['an entry has come that would go with it', [entry(), entry({ reason: 'complaint' })]],
    ['another tag has come on the same list', [entry(), entry({ espList: 'tag-news' })]],
  ])('is not made where %s', async (_, there) => {
    const { all, done } = await results([removal], { there, here: known([]) });
    expect(all).toMatchObject([{ outcome: 'outdated' }]);
    expect(done).not.toContain('remove');
  });

  test('is made where the other entry is removed with it, or has an id of its own', async () => {
    const other = entry({ reason: 'unsubscribe' });
    const both = [removal, { ...removal, as: 'unsubscribe' as const, entry: other }];
    const together = await results(both, { there: [entry(), other], here: known([]) });
    expect(together.all.map(({ outcome }) => outcome)).toEqual(['changed', 'changed']);
    const first = { ...removal, entry: entry({ id: '1' }) };
    const apart = await results([first], {
      there: [entry({ id: '1' }), entry({ id: '2' })],
      here: known([]),
    });
    expect(apart.all).toMatchObject([{ outcome: 'changed' }]);
  });
});

describe('boundExceeded', () => {
  test.each([
    [{ changes: 100, removals: 10, listed: 50 }, undefined, null],
    [{ changes: 101, removals: 0, listed: 5_000 }, undefined, '--max 101'],
    [{ changes: 101, removals: 0, listed: 5_000 }, 101, null],
    [{ changes: 60, removals: 50, listed: 1_000 }, undefined, null],
    [{ changes: 60, removals: 51, listed: 1_000 }, undefined, '5 %'],
    [{ changes: 11, removals: 11, listed: 20 }, undefined, '5 %'],
    [{ changes: 60, removals: 51, listed: 1_000 }, 60, null],
    [{ changes: 1, removals: 1, listed: 1_000 }, 0, '--max 1'],
  ])('%j with --max %s: %s', (counts, max, expected) => {
    const exceeded = boundExceeded(counts, max);
    if (expected === null) expect(exceeded).toBeNull();
    else expect(exceeded).toContain(expected);
  });
});
