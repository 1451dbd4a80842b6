/** Statistics of successive spans as those of the whole. */
import type { Rate, Statistics, StatisticsRow } from '../api/documents.ts';
import { addEvents, type EventTotals, noEvents, ratesFrom } from './totals.ts';

/**
 * Joins the statistics of spans that follow one another.
 * @param parts At least one, in order, all by the same unit.
 */
export function mergeStatistics(parts: readonly [Statistics, ...Statistics[]]): Statistics {
  const [first, ...rest] = parts;
  if (rest.length === 0) return first;
  const rows = parts.flatMap((part) => part.rows);
  return {
    from: first.from,
    to: rest.at(-1)?.to ?? first.to,
    by: first.by,
    asOf: parts.reduce<string | null>((latest, { asOf }) => later(latest, asOf), null),
    exact: parts.every(({ exact }) => exact),
    rows,
    changes: parts.flatMap(({ changes }) => changes),
    rates: ratesOf(rows),
    thresholds: first.thresholds,
    unknownReplies: mergeReplies(parts.flatMap(({ unknownReplies }) => unknownReplies)),
  };
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) > Date.parse(b) ? a : b;
}

/** As the API sums them up: of each source, and of each receiver. */
function ratesOf(rows: readonly StatisticsRow[]): Rate[] {
  return (['source', 'receiver'] as const).flatMap((by) => {
    const sums = new Map<string, EventTotals>();
    for (const row of rows) {
      let sum = sums.get(row[by]);
      if (sum === undefined) {
        sum = noEvents();
        sums.set(row[by], sum);
      }
      addEvents(sum, row);
    }
    return [...sums]
      .filter(([, { delivered, bounced, complaints }]) => delivered + bounced + complaints > 0)
      .map(([name, sum]) => ({ source: null, receiver: null, [by]: name, ...sum, ...ratesFrom(sum) }));
  });
}

function mergeReplies(replies: Statistics['unknownReplies']): Statistics['unknownReplies'] {
  const sums = new Map<string, number>();
  for (const { text, count } of replies) sums.set(text, (sums.get(text) ?? 0) + count);
  return [...sums].map(([text, count]) => ({ text, count }));
}
