/** What the statistics function logs of a batch, for the dashboard. */
import { expect, test } from 'vitest';
import { batchLines } from '../../shared/statistics/batch-line.ts';
import { type Counts, countEvent, type EventCell, emptyCounts } from '../../shared/statistics/counts.ts';

const cell = (more: Partial<EventCell>): EventCell => ({
  source: 'ses',
  kind: 'bounce',
  permanent: true,
  code: 2001,
  receiver: 'gmail',
  list: '*',
  ...more,
});

function countsOf(...cells: ReadonlyArray<readonly [EventCell, number]>): Counts {
  const counts = emptyCounts();
  for (const [one, by] of cells) countEvent(counts, one, by);
  return counts;
}

test('a line a source: all events, and those of each group of codes or kind', () => {
  const first = countsOf(
    [cell({}), 3],
    [cell({ receiver: 'yahoo' }), 2],
    [cell({ kind: 'deferral', permanent: null, code: 3001 }), 4],
    [cell({ kind: 'dropped', permanent: null, code: 1002, source: 'sendgrid' }), 1],
    [cell({ kind: 'delivered', permanent: null, code: null }), 90],
  );
  const second = countsOf([cell({ kind: 'complaint', permanent: null, code: null }), 1], [cell({}), 1]);
  const lines = batchLines([
    { period: { by: 'hour', start: 0 }, counts: first },
    { period: { by: 'hour', start: 3_600 }, counts: second },
    { period: { by: 'day', start: 0 }, counts: first },
  ]);
  expect(lines).toEqual([
    { source: 'ses', events: 101, permanent: 6, temporary: 4, delivered: 90, complaint: 1 },
    { source: 'sendgrid', events: 1, messageRejected: 1 },
  ]);
});

test('a batch that changes no count has no line', () => {
  expect(batchLines([{ period: { by: 'hour', start: 0 }, counts: emptyCounts() }])).toEqual([]);
});
