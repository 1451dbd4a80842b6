/** What the statistics write to their busiest item, simulated with the store's own key suffixes and items. */

import { receiverFamilies } from '../../shared/address/receiver-families.ts';
import { shippedCodes } from '../../shared/failure-codes/scheme.ts';
import { type Counts, countEvent, emptyCounts } from '../../shared/statistics/counts.ts';
import { keySuffixOf, shardName, toStatisticsItem } from '../../shared/store/dynamodb/statistics-item.ts';
import { seededRandom } from '../random.ts';

/** Lambda hands over at most 6 MB of a shard at once: some 2,000 records with their old images; or waits five minutes. */
const BATCH_RECORDS = 2_000;
const WINDOW_SECONDS = 300;
const SOURCES = ['ses', 'sendgrid', 'postmark', 'mailgun', 'sparkpost'];
/** Milliseconds from the read of an item to the end of its conditional write. */
const ROUND_TRIP = 10;

const random = seededRandom(20_261_130);

export interface StatisticsSecond {
  readonly rate: number;
  readonly shards: number;
  /** Kilobytes of an item at the end of its period. */
  readonly kilobytes: number;
  readonly flushesOfBusiestItem: number;
  readonly writeUnitsOfBusiestItem: number;
  /** Writes that find another one between their read and themselves. */
  readonly conflictsAWrite: number;
}

/** One second of traffic whose stream has a shard a partition. */
export function statisticsSecond(rate: number, shards: number): StatisticsSecond {
  const ofShard = rate / shards;
  const secondsAFlush = Math.min(WINDOW_SECONDS, BATCH_RECORDS / ofShard);
  const bySuffix = new Map<number, number>();
  const names = Array.from({ length: shards }, (_, index) => shardName(`shardId-${index}`));
  for (const name of names) bySuffix.set(keySuffixOf(name), (bySuffix.get(keySuffixOf(name)) ?? 0) + 1);
  const writers = Math.max(...bySuffix.values());
  const flushes = writers / secondsAFlush;
  const kilobytes = itemKilobytes(names.slice(0, writers));
  return {
    rate,
    shards,
    kilobytes: Number(kilobytes.toFixed(1)),
    flushesOfBusiestItem: Number(flushes.toFixed(2)),
    writeUnitsOfBusiestItem: Math.ceil(flushes * Math.ceil(kilobytes)),
    conflictsAWrite: Number(((flushes * ROUND_TRIP) / 1_000).toFixed(3)),
  };
}

/** Of a day in which every source had events of most kinds at every receiver. */
function itemKilobytes(shards: readonly string[]): number {
  const marks = new Map(shards.map((shard) => [shard, { sequence: 10n ** 24n, at: 1_780_000_000 }]));
  const item = toStatisticsItem({ by: 'day', start: 0 }, 0, {
    counts: manyCounts(),
    marks,
    revision: 1_000,
    countedAt: 1_780_000_000,
  });
  return (
    Object.values(item).reduce((bytes, { B, S, N }) => bytes + (B?.length ?? (S ?? N ?? '').length), 0) /
    1_024
  );
}

function manyCounts(): Counts {
  const counts = emptyCounts();
  for (const source of SOURCES) {
    for (const receiver of [...receiverFamilies, 'other']) {
      const cell = { source, receiver, list: '*' };
      countEvent(counts, { ...cell, kind: 'delivered', permanent: null, code: null }, someCount());
      countEvent(counts, { ...cell, kind: 'complaint', permanent: null, code: null }, someCount());
      for (const { code } of shippedCodes) {
        if (random() < 0.3)
          countEvent(counts, { ...cell, kind: 'bounce', permanent: true, code }, someCount());
      }
    }
  }
  return counts;
}

function someCount(): number {
  return Math.ceil(random() ** 4 * 1_000_000);
}
