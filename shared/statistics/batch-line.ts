/** What a batch of writes adds, as lines for a log: of each source the events by the group of their code, or their kind. */
import { asFailureCode, type FailureGroup, groupOf } from '../failure-codes/scheme.ts';
import type { PeriodCounts } from './count-batch.ts';
import { type EventCell, eventCellOf } from './counts.ts';

/** Names without hyphens: CloudWatch Logs Insights would have to quote them. */
const groupFields: Readonly<Record<FailureGroup, string>> = {
  'message-rejected': 'messageRejected',
  permanent: 'permanent',
  temporary: 'temporary',
  communication: 'communication',
  informational: 'informational',
  unknown: 'unknown',
};

/** The members of a line in which events are counted. */
export const lineFields = [...Object.values(groupFields), 'delivered', 'complaint', 'unsubscribe'] as const;

/** A line: its source, all its events, and how many of them are of each of `lineFields`. */
export interface BatchLine {
  readonly source: string;
  readonly events: number;
  readonly [field: string]: string | number;
}

/**
 * The lines of a batch, one a source.
 * @example
 * batchLines(countBatch(writes)); // [{ source: 'ses', events: 12, delivered: 10, permanent: 2 }]
 */
export function batchLines(counted: readonly PeriodCounts[]): readonly BatchLine[] {
  const bySource = new Map<string, Map<string, number>>();
  for (const { period, counts } of counted) {
    // Every event counts for an hour and for a day.
    if (period.by !== 'hour') continue;
    for (const [key, count] of counts.events) {
      const cell = eventCellOf(key);
      const fields = bySource.get(cell.source) ?? new Map<string, number>();
      bySource.set(cell.source, fields);
      for (const field of ['events', fieldOf(cell)]) fields.set(field, (fields.get(field) ?? 0) + count);
    }
  }
  return [...bySource].map(([source, fields]) => ({ events: 0, ...Object.fromEntries(fields), source }));
}

function fieldOf({ kind, code }: EventCell): string {
  return code === null ? kind : groupFields[groupOf(asFailureCode(code))];
}
