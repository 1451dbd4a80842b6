/** The spans of the overview, and the calls for them. */
import { call, withQuery } from '../../api/client.ts';
import { type Statistics, statisticsDocument } from '../../api/documents.ts';
import { mergeStatistics } from '../../statistics/merge.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const ranges = {
  '2d': { label: '2 days', length: 2 * DAY, by: 'hour' },
  '7d': { label: '7 days', length: 7 * DAY, by: 'hour' },
  '30d': { label: '30 days', length: 30 * DAY, by: 'day' },
  '90d': { label: '90 days', length: 90 * DAY, by: 'day' },
} as const satisfies Record<
  string,
  { readonly label: string; readonly length: number; readonly by: 'hour' | 'day' }
>;
export type RangeName = keyof typeof ranges;

export function isRange(name: string | undefined): name is RangeName {
  return name !== undefined && Object.hasOwn(ranges, name);
}

/** From whole buckets ago to the end of the present one, so that the same span is asked for within an hour. */
export function spanOf(name: RangeName, now: number): { readonly from: number; readonly to: number } {
  const { length, by } = ranges[name];
  const step = by === 'hour' ? HOUR : DAY;
  const to = Math.ceil(now / step) * step;
  return { from: to - length, to };
}

/** The last 24 hours, to the end of the present one. */
export function lastDay(now: number): { readonly from: number; readonly to: number } {
  const to = Math.ceil(now / HOUR) * HOUR;
  return { from: to - DAY, to };
}

/** The last seven full days of UTC and the seven before them. */
export function weeksOf(now: number): readonly [number, number, number] {
  const to = Math.floor(now / DAY) * DAY;
  return [to - 14 * DAY, to - 7 * DAY, to];
}

/** A call's answer has a line for each combination of source, receiver and code in each bucket: this many are enough. */
const MAX_BUCKETS = 24;

/** The statistics of a span, asked for in parts where it is long: an answer of API Gateway has at most 6 MB. */
export async function readStatistics(
  span: { readonly from: number; readonly to: number },
  by: 'hour' | 'day',
  signal: AbortSignal,
): Promise<Statistics> {
  const length = MAX_BUCKETS * (by === 'hour' ? HOUR : DAY);
  const parts: Array<Promise<Statistics>> = [];
  for (let { from } = span; from < span.to; from += length) {
    parts.push(readPart({ from, to: Math.min(from + length, span.to) }, by, signal));
  }
  const [first, ...rest] = await Promise.all(parts);
  if (first === undefined) throw new RangeError('The span is empty.');
  return mergeStatistics([first, ...rest]);
}

function readPart(
  span: { readonly from: number; readonly to: number },
  by: 'hour' | 'day',
  signal: AbortSignal,
): Promise<Statistics> {
  const query = { from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString(), by };
  return call(withQuery('/v1/statistics', query), statisticsDocument, { signal });
}
