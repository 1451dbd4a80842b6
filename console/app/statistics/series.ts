/** Rows of the statistics as the series of a stacked plot. */
import type { Statistics, StatisticsRow } from '../api/documents.ts';
import { type Dimension, isMeasured, type Measure, partOf } from './measures.ts';
import { timeOf } from './time-of.ts';

/** One part of the stack. */
export interface Series {
  readonly name: string;
  /** One count a bucket. */
  readonly counts: readonly number[];
  readonly total: number;
}

export interface Stack {
  /** The beginning of each bucket, milliseconds since 1970; gapless. */
  readonly buckets: readonly number[];
  /** Largest total first; the last may be `Others`. */
  readonly series: readonly Series[];
  /** One sum a bucket. */
  readonly totals: readonly number[];
}

/** Parts beyond these are summed up: more colours cannot be told apart. */
const MAX_SERIES = 7;
export const OTHERS = 'Others';

const STEP_MS = { hour: 3_600_000, day: 86_400_000 } as const;

/** The beginnings of all buckets from the statistics' first to their last. */
export function bucketsOf({ from, to, by }: Pick<Statistics, 'from' | 'to' | 'by'>): readonly number[] {
  const step = STEP_MS[by];
  const first = Math.floor(Date.parse(from) / step) * step;
  const end = Date.parse(to);
  const count = Math.max(0, Math.ceil((end - first) / step));
  return Array.from({ length: count }, (_, index) => first + index * step);
}

/** Sums the rows of a measure by bucket and part. */
export function stackOf(
  statistics: Pick<Statistics, 'from' | 'to' | 'by' | 'rows'>,
  measure: Measure,
  dimension: Dimension,
): Stack {
  const buckets = bucketsOf(statistics);
  const step = STEP_MS[statistics.by];
  const [first = 0] = buckets;
  const byPart = new Map<string, number[]>();
  const totals = buckets.map(() => 0);
  for (const row of statistics.rows) {
    if (!isMeasured(row, measure)) continue;
    const index = Math.floor((timeOf(row.at) - first) / step);
    const total = totals[index];
    if (total === undefined) continue;
    totals[index] = total + row.count;
    const part = partOf(row, dimension);
    let counts = byPart.get(part);
    if (counts === undefined) {
      counts = buckets.map(() => 0);
      byPart.set(part, counts);
    }
    counts[index] = (counts[index] ?? 0) + row.count;
  }
  const series = [...byPart]
    .map(([name, counts]): Series => ({ name, counts, total: sum(counts) }))
    .sort((a, b) => b.total - a.total || a.name.localeCompare(b.name));
  return { buckets, series: withOthers(series), totals };
}

function withOthers(series: readonly Series[]): readonly Series[] {
  if (series.length <= MAX_SERIES) return series;
  const shown = series.slice(0, MAX_SERIES - 1);
  const rest = series.slice(MAX_SERIES - 1);
  const counts = (rest[0]?.counts ?? []).map((_, index) => sum(rest.map((one) => one.counts[index] ?? 0)));
  return [...shown, { name: OTHERS, counts, total: sum(counts) }];
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** The index of the largest bucket; the latest of equals; null when all are empty. */
export function peakOf(totals: readonly number[]): number | null {
  let peak: number | null = null;
  totals.forEach((total, index) => {
    if (total > 0 && total >= (totals[peak ?? -1] ?? 0)) peak = index;
  });
  return peak;
}

export interface Share {
  readonly name: string;
  readonly count: number;
  /** Of all, from 0 to 1. */
  readonly share: number;
}

/** What a bucket (null: the whole span) consists of, largest first. */
export function sharesOf(
  statistics: Pick<Statistics, 'from' | 'by' | 'rows'>,
  bucket: number | null,
  measure: Measure,
  dimension: Dimension,
): readonly Share[] {
  const step = STEP_MS[statistics.by];
  const within = (row: StatisticsRow) => {
    const at = timeOf(row.at);
    return bucket === null || (at >= bucket && at < bucket + step);
  };
  const counts = new Map<string, number>();
  for (const row of statistics.rows) {
    if (!isMeasured(row, measure) || !within(row)) continue;
    const part = partOf(row, dimension);
    counts.set(part, (counts.get(part) ?? 0) + row.count);
  }
  const all = sum([...counts.values()]);
  return [...counts]
    .map(([name, count]) => ({ name, count, share: all === 0 ? 0 : count / all }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}
