/** Statistics as CSV. */
import type { StatisticsDocument } from '../../shared/api/routes/statistics.ts';
import { csvLine } from '../suppression-lists/csv.ts';

const COLUMNS = [
  'at',
  'source',
  'provider',
  'kind',
  'permanent',
  'code',
  'receiver',
  'list',
  'count',
] as const;

/** What a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

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
        const cell = value === null ? '' : String(value);
        return typeof value === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;
      }),
    ),
  );
  return `${[csvLine([...COLUMNS]), ...lines].join('\n')}\n`;
}
