/** Reads the sparse index of suppressed addresses: every shard, merged by position. */
import type { SuppressedRow } from '../record-store.ts';
import { toRow } from './item.ts';
import { SHARDS, shardName } from './table.ts';
import type { TableClient } from './table-client.ts';

/** Rows of one read of a shard. */
const ROWS_PER_READ = 200;

/** How far one shard has been read. */
interface ShardCursor {
  readonly shard: string;
  rows: SuppressedRow[];
  more: boolean;
}

/**
 * The rows of the index after a position, in order. Shards are read at the same time, and each further only when its
 * rows are used up.
 */
export async function* suppressedRows(
  table: TableClient,
  after: string,
  rowsPerRead = ROWS_PER_READ,
): AsyncGenerator<SuppressedRow> {
  const cursors = await Promise.all(
    Array.from({ length: SHARDS }, async (_, shard): Promise<ShardCursor> => {
      const cursor = { shard: shardName(shard), rows: [], more: true };
      await readOn(cursor, table, after, rowsPerRead);
      return cursor;
    }),
  );
  for (;;) {
    let next: ShardCursor | null = null;
    for (const cursor of cursors) {
      const head = cursor.rows[0];
      if (head && (next === null || head.position < (next.rows[0]?.position ?? ''))) next = cursor;
    }
    const row = next?.rows.shift();
    if (next === null || row === undefined) return;
    yield row;
    if (next.rows.length === 0 && next.more) await readOn(next, table, row.position, rowsPerRead);
  }
}

async function readOn(cursor: ShardCursor, table: TableClient, after: string, limit: number): Promise<void> {
  const page = await table.queryShard(cursor.shard, after, limit);
  cursor.rows = page.items.map(toRow);
  cursor.more = page.more;
}
