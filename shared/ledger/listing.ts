/** Pages of suppressed addresses, without those whose verdicts a storm holds back. */
import { sinceKey } from './item.ts';
import type { Judge } from './judge.ts';
import type { ListVerdict, SuppressionEntry, SuppressionQuery } from './ledger.ts';
import { heldUntil, mayBeHeld } from './storm.ts';
import type { StormWatch } from './storm-watch.ts';
import { asked, entryOf, type IndexRow, readCursor, rowsAfter, writeCursor } from './suppressions.ts';
import type { TableClient } from './table-client.ts';

/** Index rows that one page looks at, whatever it finds. */
const ROWS_A_PAGE = 10_000;
const ENTRIES_A_PAGE = 100;

export interface Page {
  readonly entries: readonly SuppressionEntry[];
  readonly cursor: string | null;
}

interface ListingDeps {
  readonly table: TableClient;
  readonly judge: Judge;
  readonly storms: Pick<StormWatch, 'stormsOf'>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** @throws InvalidCursorError */
export async function listSuppressions(
  { table, judge, storms, now }: ListingDeps,
  query: SuppressionQuery,
): Promise<Page> {
  const limit = query.limit ?? ENTRIES_A_PAGE;
  const time = now();
  const begin = query.cursor === undefined ? sinceKey(query.since ?? 0, '') : readCursor(query.cursor);
  const entries: SuppressionEntry[] = [];
  let looked = 0;
  let last = begin;
  for await (const rows of inGroups(rowsAfter(table, begin), limit)) {
    const held = await heldIn(rows, time);
    for (const row of rows) {
      const verdict = asked(withoutHeld(row, held), query, judge, time);
      if ((verdict && entries.length === limit) || looked === ROWS_A_PAGE) {
        return { entries, cursor: writeCursor(last) };
      }
      if (verdict) entries.push(entryOf(row, verdict));
      last = row.place;
      looked++;
    }
  }
  return { entries, cursor: null };

  /** The verdicts that a storm holds back. Where addresses are hashed no row tells its domain. */
  async function heldIn(rows: readonly IndexRow[], time: number): Promise<ReadonlySet<ListVerdict>> {
    const doubtful = rows.filter((row) => row.address !== null && mayBeHeld(row.verdicts, judge, time));
    const domains = new Set(doubtful.map(domainOfRow));
    if (domains.size === 0) return new Set();
    const found = await storms.stormsOf([...domains]);
    return new Set(
      doubtful.flatMap((row) => {
        const storm = found.get(domainOfRow(row));
        return storm ? row.verdicts.filter((verdict) => heldUntil(storm, verdict, judge, time) !== null) : [];
      }),
    );
  }
}

function withoutHeld(row: IndexRow, held: ReadonlySet<ListVerdict>): IndexRow {
  if (held.size === 0) return row;
  return { ...row, verdicts: row.verdicts.filter((verdict) => !held.has(verdict)) };
}

/** The domain of a row's address; empty where only its hash is stored. */
export function domainOfRow({ address }: IndexRow): string {
  return address === null ? '' : address.slice(address.lastIndexOf('@') + 1);
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
