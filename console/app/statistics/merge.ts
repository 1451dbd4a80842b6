/** Statistics of successive spans as those of the whole. */
import type { Rate, Statistics } from '../api/documents.ts';
import { ratesOf } from './totals.ts';

/**
 * Joins the statistics of spans that follow one another.
 * @param parts At least one, in order, all by the same unit.
 */
export function mergeStatistics(parts: readonly [Statistics, ...Statistics[]]): Statistics {
  const [first, ...rest] = parts;
  if (rest.length === 0) return first;
  return {
    from: first.from,
    to: rest.at(-1)?.to ?? first.to,
    by: first.by,
    asOf: parts.reduce<string | null>((latest, { asOf }) => later(latest, asOf), null),
    exact: parts.every(({ exact }) => exact),
    rows: parts.flatMap(({ rows }) => rows),
    changes: parts.flatMap(({ changes }) => changes),
    rates: mergeRates(parts.flatMap(({ rates }) => rates)),
    unknownReplies: mergeReplies(parts.flatMap(({ unknownReplies }) => unknownReplies)),
  };
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) > Date.parse(b) ? a : b;
}

function mergeRates(rates: readonly Rate[]): Rate[] {
  const sums = new Map<string, Omit<Rate, 'bounceRate' | 'complaintRate'>>();
  for (const { source, receiver, delivered, bounces, complaints } of rates) {
    const key = JSON.stringify([source, receiver]);
    const sum = sums.get(key);
    sums.set(key, {
      source,
      receiver,
      delivered: (sum?.delivered ?? 0) + delivered,
      bounces: (sum?.bounces ?? 0) + bounces,
      complaints: (sum?.complaints ?? 0) + complaints,
    });
  }
  return [...sums.values()].map((sum) => ({ ...sum, ...ratesOf(sum) }));
}

function mergeReplies(replies: Statistics['unknownReplies']): Statistics['unknownReplies'] {
  const sums = new Map<string, number>();
  for (const { text, count } of replies) sums.set(text, (sums.get(text) ?? 0) + count);
  return [...sums].map(([text, count]) => ({ text, count }));
}
