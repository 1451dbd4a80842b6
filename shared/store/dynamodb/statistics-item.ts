/** Counts of a period as an item. */
import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Counts, emptyCounts } from '../../statistics/counts.ts';
import { keptFor, type Period, secondsOf } from '../../statistics/periods.ts';
import type { Marks } from '../statistics-store.ts';
import type { Item } from './item.ts';
import { attribute, SCHEMA_VERSION, statisticsPrefix } from './table.ts';

/**
 * Write sharding: a period has several items, whose keys differ in a calculated suffix, each with the writes of some of
 * the stream's shards. At 10,000 events a second some ten
 * shards are read at a time, each of which adds to an item every few seconds.
 */
export const KEY_SUFFIXES = 4;

/** Names of the stream's shards are long, and their beginnings alike. */
export function shardName(shard: string): string {
  return hash('sha256', shard, 'hex').slice(0, 12);
}

/** The suffix of the item that has a shard's writes, by the shard's short name. */
export function keySuffixOf(name: string): number {
  return Number.parseInt(name.slice(0, 2), 16) % KEY_SUFFIXES;
}

/** Counts, revision and marks of one item. */
export interface StatisticsItem {
  readonly counts: Counts;
  readonly marks: Marks;
  /** 0 where there is none. */
  readonly revision: number;
  /** Seconds since 1970. */
  readonly countedAt: number;
}

export const absentItem: StatisticsItem = {
  counts: emptyCounts(),
  marks: new Map(),
  revision: 0,
  countedAt: 0,
};

/** The key of a period's item. */
export function statisticsKey({ by, start }: Period, suffix: number): string {
  return `${statisticsPrefix}${by}#${start}#${suffix}`;
}

/** Deflated JSON; members are named by their first letters. */
interface Packed {
  readonly e: ReadonlyArray<readonly [string, number]>;
  readonly c: ReadonlyArray<readonly [string, number]>;
  readonly r: ReadonlyArray<readonly [string, number]>;
  readonly o: boolean;
  readonly m: ReadonlyArray<readonly [string, string, number]>;
}

export function toStatisticsItem(
  period: Period,
  suffix: number,
  { counts, marks, revision, countedAt }: StatisticsItem,
): Item {
  const packed: Packed = {
    e: [...counts.events],
    c: [...counts.changes],
    r: [...counts.unknownReplies],
    o: counts.overflowed,
    m: [...marks].map(([shard, { sequence, at }]) => [shard, String(sequence), at]),
  };
  return {
    [attribute.key]: { S: statisticsKey(period, suffix) },
    [attribute.counts]: { B: deflateRawSync(JSON.stringify(packed)) },
    [attribute.countedAt]: { N: String(countedAt) },
    [attribute.revision]: { N: String(revision) },
    [attribute.schema]: { N: String(SCHEMA_VERSION) },
    [attribute.expires]: { N: String(period.start + secondsOf[period.by] + keptFor[period.by]) },
  };
}

export function fromStatisticsItem(item: Item | undefined): StatisticsItem {
  const bytes = item?.[attribute.counts]?.B;
  if (item === undefined || bytes === undefined) return { ...absentItem, counts: emptyCounts() };
  // Only this code writes such items.
  const { e, c, r, o, m }: Packed = JSON.parse(inflateRawSync(bytes).toString());
  return {
    counts: { events: new Map(e), changes: new Map(c), unknownReplies: new Map(r), overflowed: o },
    marks: new Map(m.map(([shard, sequence, at]) => [shard, { sequence: BigInt(sequence), at }])),
    revision: Number(item[attribute.revision]?.N),
    countedAt: Number(item[attribute.countedAt]?.N),
  };
}
