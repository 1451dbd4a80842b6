/** The listing of suppressed addresses: every shard of the sparse index, merged by time, filtered, a page at a time. */
import { groupOf } from '../failure-codes/scheme.ts';
import { CLOCK_TOLERANCE, standing, unpackVerdicts } from './intervals.ts';
import { type Item, UnsupportedSchemaError } from './item.ts';
import type { Judge } from './judge.ts';
import type { ListVerdict, SuppressionEntry, SuppressionQuery } from './ledger.ts';
import { attribute, SCHEMA_VERSION, SHARDS, shardName } from './table.ts';
import type { TableClient } from './table-client.ts';
import { applies } from './verdict.ts';

/** A row of the index. */
export interface IndexRow {
  readonly key: string;
  /** The index's sort key: where a listing can go on. */
  readonly place: string;
  readonly address: string | null;
  /** The keyed hash of the domain, where the address is not stored. */
  readonly domain: string | null;
  readonly verdicts: readonly ListVerdict[];
}

/** A page of one shard. */
const ROWS_A_READ = 200;

/**
 * The rows of the index in order of time, then key, from after `place`. Shards are read side by side, and each
 * further only when its rows are used up.
 */
export async function* rowsAfter(
  table: TableClient,
  place: string,
  rowsARead = ROWS_A_READ,
): AsyncGenerator<IndexRow> {
  const lanes = await Promise.all(
    Array.from({ length: SHARDS }, async (_, shard) => openLane(table, shardName(shard), place, rowsARead)),
  );
  for (;;) {
    let next: Lane | null = null;
    for (const lane of lanes) {
      const head = lane.rows[0];
      if (head && (next === null || head.place < (next.rows[0]?.place ?? ''))) next = lane;
    }
    const row = next?.rows.shift();
    if (next === null || row === undefined) return;
    yield row;
    if (next.rows.length === 0 && next.more) await readOn(next, table, row.place, rowsARead);
  }
}

interface Lane {
  readonly shard: string;
  rows: IndexRow[];
  more: boolean;
}

async function openLane(table: TableClient, shard: string, place: string, limit: number): Promise<Lane> {
  const lane: Lane = { shard, rows: [], more: true };
  await readOn(lane, table, place, limit);
  return lane;
}

async function readOn(lane: Lane, table: TableClient, place: string, limit: number): Promise<void> {
  const page = await table.queryShard(lane.shard, place, limit);
  lane.rows = page.items.map(readRow);
  lane.more = page.more;
}

function readRow(item: Item): IndexRow {
  const version = item[attribute.schema]?.N;
  if (Number(version) > SCHEMA_VERSION) throw new UnsupportedSchemaError(version);
  return {
    key: item[attribute.key]?.S ?? '',
    place: item[attribute.since]?.S ?? '',
    address: item[attribute.address]?.S ?? null,
    domain: item[attribute.domain]?.S ?? null,
    verdicts: unpackVerdicts(item[attribute.verdict]?.B),
  };
}

/** The verdict of a row that a query asks for: the strongest that stands and fits; nothing when none does. */
export function asked(
  row: IndexRow,
  query: SuppressionQuery,
  judge: Judge,
  now: number,
): ListVerdict | undefined {
  const { code, group, reason, list, since = 0 } = query;
  return standing(row.verdicts, now).find(
    (verdict) =>
      verdict.since >= since &&
      verdict.since <= now + CLOCK_TOLERANCE &&
      (code === undefined || verdict.code === code) &&
      (group === undefined || groupOf(verdict.code) === group) &&
      (reason === undefined || verdict.reason === reason) &&
      applies(verdict, list, judge),
  );
}

/** An entry of the listing. */
export function entryOf(row: IndexRow, verdict: ListVerdict): SuppressionEntry {
  return { address: row.address, ...verdict };
}

/** A cursor, as `writeCursor` makes it. */
export const CURSOR = /^\d{10}\.[\w-]*$/;

/** A cursor is the place of the last row that was looked at; opaque to callers. */
export function writeCursor(place: string): string {
  return place.replace('#', '.');
}

/** A cursor that no page gave. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

/** @throws InvalidCursorError */
export function readCursor(cursor: string): string {
  if (CURSOR.test(cursor)) return cursor.replace('.', '#');
  throw new InvalidCursorError('The cursor is not one that a page of this listing gave: begin without one.');
}
