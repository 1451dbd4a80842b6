/** The suppressed addresses, page by page, over a table. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { SUPPRESSED_INDEX } from '../../shared/store/dynamodb/table.ts';
import { type Engine, startEngine } from './engine.ts';
import { ANN, address, bounce, DAY, event, HOUR, NOON } from './events.ts';
import { BOB, createFixture, type Fixture, release } from './fixture.ts';

let engine: Engine;
let fixture: Fixture;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  fixture = await createFixture(engine);
});

describe('listing', () => {
  const people = Array.from({ length: 60 }, (_, i) => address(`p${i}@receiver.example`));

  async function all(query: Parameters<Ledger['listSuppressions']>[0]): Promise<string[]> {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await fixture.ledger.listSuppressions({ ...query, ...(cursor && { cursor }) });
      for (const entry of page.entries) found.push(entry.address ?? '');
      cursor = page.cursor ?? undefined;
    } while (cursor);
    return found;
  }

  beforeEach(async () => {
    fixture.now = NOON + 3 * HOUR;
    await fixture.ledger.record(
      people.map((person, i) => bounce([2001, 2999, 1003][i % 3] ?? 0, NOON + i, { address: person })),
    );
  });

  const nth = (...rests: number[]) => people.filter((_, i) => rests.includes(i % 3));

  test('goes through the suppressed alone, in order of time, page by page', async () => {
    expect(await all({ limit: 7 })).toEqual(nth(0, 1));
    expect(await all({})).toEqual(nth(0, 1));
  });

  test('leaves out what does not count before its time, as the status of the address does', async () => {
    const early = address('early@receiver.example');
    await fixture.ledger.record([bounce(2001, fixture.now + 2 * DAY, { address: early })]);
    expect(await all({})).not.toContain(early);
    fixture.now += 2 * DAY;
    expect(await all({})).toContain(early);
  });

  test('holds times up to the last second that a record can write', async () => {
    const late = address('late@receiver.example');
    const { addresses } = await fixture.ledger.record([bounce(3002, 99_999_999_999, { address: late })]);
    expect(addresses.get(late)?.outcome).toBe('written');
  });

  test('has no cursor on the last page', async () => {
    expect((await fixture.ledger.listSuppressions({ limit: 40 })).cursor).toBeNull();
    expect((await fixture.ledger.listSuppressions({ limit: 39 })).cursor).not.toBeNull();
  });

  test('leaves out holds that have ended', async () => {
    fixture.now = NOON + 2 * DAY;
    expect(await all({ limit: 7 })).toEqual(nth(0));
  });

  test('filters', async () => {
    expect(await all({ code: bounce(2001, 0).code })).toEqual(nth(0));
    expect(await all({ suppressionReason: 'permanent-failure', limit: 3 })).toEqual(nth(1));
    expect(await all({ group: 'permanent' })).toEqual(nth(0, 1));
    expect(await all({ since: NOON + 30 })).toEqual(people.filter((_, i) => i >= 30 && i % 3 !== 2));
    expect(await all({ list: 'news' })).toEqual(nth(0, 1));
  });

  test('by time names the verdict that is so young', async () => {
    await fixture.ledger.record([
      event({ kind: 'complaint', address: ANN, list: 'news', at: NOON - 500 }),
      bounce(2001, NOON + 90, { address: ANN }),
    ]);
    const { entries } = await fixture.ledger.listSuppressions({ since: NOON + 80 });
    expect(entries).toMatchObject([{ address: ANN, suppressionReason: 'address-unknown', since: NOON + 90 }]);
  });

  test('by list finds what stands there, and what stands everywhere', async () => {
    await fixture.ledger.record([
      event({ kind: 'unsubscribe', address: ANN, list: 'news', at: NOON }),
      event({ kind: 'complaint', address: BOB, list: 'news', at: NOON }),
    ]);
    expect(await all({ list: 'news', suppressionReason: 'unsubscribe' })).toEqual([ANN]);
    expect(await all({ list: 'offers', suppressionReason: 'unsubscribe' })).toEqual([]);
    expect(await all({ list: 'offers', suppressionReason: 'complaint' })).toEqual([BOB]);
    expect(await all({ list: 'receipts', suppressionReason: 'complaint' })).toEqual([]);
  });

  test('finds what stands behind a hold that has ended, and behind a complaint that spares a list', async () => {
    await fixture.ledger.record([
      bounce(2999, NOON, { address: ANN }),
      event({ kind: 'dropped', code: 1999, onEspSuppressionList: true, address: ANN, at: NOON }),
      event({ kind: 'complaint', address: BOB, list: 'news', at: NOON }),
      bounce(2001, NOON, { address: BOB }),
    ]);
    expect(await all({ list: 'receipts', suppressionReason: 'address-unknown' })).toContain(BOB);
    fixture.now = NOON + 2 * DAY;
    expect(await all({ suppressionReason: 'esp-suppression' })).toEqual([ANN]);
  });

  test('has every suppression of an address: each list, each reason, the strongest first', async () => {
    fixture.now = NOON + 5 * HOUR;
    await fixture.ledger.record([
      event({ kind: 'unsubscribe', address: ANN, list: 'news', at: NOON + HOUR }),
      event({ kind: 'unsubscribe', address: ANN, list: 'offers', at: NOON + HOUR }),
      bounce(2001, NOON + 2 * HOUR, { address: ANN }),
      event({ kind: 'complaint', address: BOB, list: 'news', at: NOON + HOUR }),
      bounce(2001, NOON + 2 * HOUR, { address: BOB }),
    ]);
    const { entries } = await fixture.ledger.listSuppressions({ since: NOON + HOUR, limit: 1_000 });
    const rows = entries.map(
      ({ address: who, list, suppressionReason }) => `${who} ${list} ${suppressionReason}`,
    );
    expect(rows.sort()).toEqual([
      `${ANN} * address-unknown`,
      `${ANN} news unsubscribe`,
      `${ANN} offers unsubscribe`,
      `${BOB} * address-unknown`,
      `${BOB} * complaint`,
    ]);
    expect(await all({ suppressionReason: 'address-unknown', since: NOON + HOUR })).toEqual(
      expect.arrayContaining([ANN, BOB]),
    );
    expect(await all({ list: 'offers', suppressionReason: 'unsubscribe' })).toEqual([ANN]);
  });

  test('goes on within an address that has more suppressions than a page has entries', async () => {
    const lists = Array.from({ length: 7 }, (_, i) => `list-${i}`);
    await fixture.ledger.record(
      lists.map((list) => event({ kind: 'unsubscribe', address: ANN, list, at: NOON + HOUR })),
    );
    for (const limit of [1, 2, 3, 7, 8]) {
      const found: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page: Awaited<ReturnType<Ledger['listSuppressions']>> = await fixture.ledger.listSuppressions({
          since: NOON + HOUR,
          limit,
          ...(cursor && { cursor }),
        });
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        found.push(...page.entries.map(({ list }) => list));
        cursor = page.cursor;
      } while (cursor);
      expect(found).toEqual(lists);
    }
  });

  test('a released address leaves the index', async () => {
    await fixture.ledger.applyManualAction(people[0] ?? ANN, release());
    const { Count } = await engine.client.send(
      new ScanCommand({ TableName: fixture.table, IndexName: SUPPRESSED_INDEX }),
    );
    expect(Count).toBe(39);
  });

  test('refuses a cursor that no page gave', async () => {
    await expect(fixture.ledger.listSuppressions({ cursor: 'x' })).rejects.toThrow('cursor');
  });
});
