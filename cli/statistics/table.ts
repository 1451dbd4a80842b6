/** Statistics as CSV. */
import type { StatisticsDocument } from '../../shared/api/routes/statistics.ts';
import { guardedCell } from '../formula-guard.ts';
import { csvLine } from '../suppression-lists/csv.ts';

const COLUMNS = [
  'at',
  'source',
  'provider',
  'kind',
  'permanent',
  'code',
  'group',
  'receiver',
  'list',
  'count',
] as const;

/**
 * The rows as CSV, with a head. Names that a spreadsheet would take for a formula get an apostrophe in front.
 * @example
 * process.stdout.write(csvOf(statistics));
 */
export function csvOf({ rows }: Pick<StatisticsDocument, 'rows'>): string {
  const lines = rows.map((row) =>
    csvLine(
      COLUMNS.map((column) => {
        const value = row[column];
        return typeof value === 'string' ? guardedCell(value) : String(value ?? '');
      }),
    ),
  );
  return `${[csvLine([...COLUMNS]), ...lines].join('\n')}\n`;
}
