/** Statistics for a terminal: bars, rates, what is new. */
import type { StatisticsDocument } from '../../shared/api/routes/statistics.ts';
import type { Meanings } from '../codes.ts';
import { legible, paint, print, printTable } from '../terminal.ts';
import { moment } from '../verdict.ts';
import { bar } from './bar.ts';

type Row = StatisticsDocument['rows'][number];
type Rate = StatisticsDocument['rates'][number];

const BAR_WIDTH = 30;
/** Lines of a list that is ordered by count. */
const MAX_LINES = 10;

/** Prints all of the statistics. */
export function printStatistics(document: StatisticsDocument, meanings: Meanings): void {
  const { from, to, by, asOf, exact, rows, changes, rates, thresholds, unknownReplies } = document;
  print(`${moment(from)} to ${moment(to)} UTC, by ${by}${asOf ? `; last counted ${moment(asOf)}` : ''}`);
  if (rows.length === 0 && changes.length === 0) {
    print('No events.');
    return;
  }
  if (!exact)
    print(paint('yellow', 'Some lists or replies were so many that they are counted as "(others)".'));
  printBars('Bounces', inOrder(total(rows.filter(isBounce), ({ at }) => moment(at))));
  printBars('Complaints', inOrder(total(rows.filter(isComplaint), ({ at }) => moment(at))));
  printBars('Events by kind', byCount(total(rows, ({ kind }) => kind)));
  printBars(
    'Failures by code',
    byCount(total(rows.filter(hasCode), ({ code }) => codeLabel(code, meanings))),
  );
  printBars('Failures by group', byCount(total(rows.filter(hasCode), ({ group }) => group ?? '')));
  printBars('Failures by receiver', byCount(total(rows.filter(hasCode), ({ receiver }) => receiver)));
  printRates(rates, thresholds);
  printChanges(changes);
  printUnknownReplies(unknownReplies);
}

const isBounce = ({ kind }: Row) => kind === 'bounce';
const isComplaint = ({ kind }: Row) => kind === 'complaint';
const hasCode = ({ code }: Row) => code !== null;

function codeLabel(code: number | null, meanings: Meanings): string {
  return code === null ? '' : `${code} ${meanings.get(code) ?? ''}`;
}

function total(rows: readonly Row[], label: (row: Row) => string): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const row of rows) totals.set(label(row), (totals.get(label(row)) ?? 0) + row.count);
  return totals;
}

type Totals = ReadonlyArray<readonly [string, number]>;

function inOrder(totals: ReadonlyMap<string, number>): Totals {
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
}

function byCount(totals: ReadonlyMap<string, number>): Totals {
  return [...totals].sort(([, a], [, b]) => b - a).slice(0, MAX_LINES);
}

function printBars(title: string, totals: Totals): void {
  if (totals.length === 0) return;
  const max = Math.max(...totals.map(([, count]) => count));
  const labelWidth = Math.max(...totals.map(([label]) => label.length));
  const countWidth = String(max).length;
  print();
  print(paint('bold', title));
  for (const [label, count] of totals) {
    const line = `  ${legible(label).padEnd(labelWidth)}  ${String(count).padStart(countWidth)}`;
    print(`${line}  ${paint('cyan', bar(count, max, BAR_WIDTH))}`.trimEnd());
  }
}

function printRates(rates: readonly Rate[], thresholds: StatisticsDocument['thresholds']): void {
  if (rates.length === 0) return;
  print();
  print(paint('bold', 'Rates'));
  printTable(
    ['source', 'receiver', 'delivered', 'bounces', 'rate', 'complaints', 'rate'],
    rates.map((rate) => [
      legible(rate.source ?? 'all'),
      rate.receiver ?? 'all',
      String(rate.delivered),
      String(rate.bounces),
      percent(rate.bounceRate, thresholds?.bounceRate),
      String(rate.complaints),
      percent(rate.complaintRate, thresholds?.complaintRate),
    ]),
  );
}

/** In yellow above the first threshold, in red above the last. */
function percent(rate: number | null, thresholds: readonly number[] = []): string {
  if (rate === null) return '';
  const text = `${(rate * 100).toFixed(2)} %`;
  const exceeded = thresholds.filter((threshold) => rate > threshold).length;
  if (exceeded === 0) return text;
  return paint(exceeded === thresholds.length ? 'red' : 'yellow', text);
}

function printChanges(changes: StatisticsDocument['changes']): void {
  if (changes.length === 0) return;
  const byReason = new Map<string, { suppressed: number; released: number }>();
  for (const { reason, suppressed, released } of changes) {
    const sum = byReason.get(reason) ?? { suppressed: 0, released: 0 };
    byReason.set(reason, { suppressed: sum.suppressed + suppressed, released: sum.released + released });
  }
  print();
  print(paint('bold', 'Suppressed and released'));
  printTable(
    ['reason', 'suppressed', 'released'],
    [...byReason].map(([reason, { suppressed, released }]) => [reason, String(suppressed), String(released)]),
  );
}

function printUnknownReplies(replies: StatisticsDocument['unknownReplies']): void {
  if (replies.length === 0) return;
  print();
  print(paint('bold', 'Replies that no rule knows'));
  for (const { text, count } of replies.slice(0, MAX_LINES)) print(`  ${count}  ${legible(text)}`);
}
