/** The spans of the overview, and the calls for them. */
import { call, withQuery } from '../../api/client.ts';
import { type Statistics, statisticsDocument } from '../../api/documents.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const ranges = {
  '24h': { label: '24 hours', length: DAY, by: 'hour' },
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

/** The last seven days and the seven before them, to the hour. */
export function weeksOf(now: number): readonly [number, number, number] {
  const to = Math.ceil(now / HOUR) * HOUR;
  return [to - 14 * DAY, to - 7 * DAY, to];
}

export function readStatistics(
  span: { readonly from: number; readonly to: number },
  by: 'hour' | 'day',
  signal: AbortSignal,
): Promise<Statistics> {
  const query = { from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString(), by };
  return call(withQuery('/v1/statistics', query), statisticsDocument, { signal });
}
