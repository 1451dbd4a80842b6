/**
 * Comma-separated values, RFC 4180: quoted cells may hold separators, line ends and doubled quotes. Where the comma is
 * the decimal sign, spreadsheets separate with semicolons; what is pasted from one, with tabs.
 */

export interface CsvRecord {
  /** The line it begins on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** A quote that never ends, or text behind a closing quote. */
  readonly broken: boolean;
}

const separators = [',', ';', '\t'] as const;
type Separator = (typeof separators)[number];

const CELLS: Readonly<Record<Separator, RegExp>> = {
  ',': /(?:"([^"]*(?:""[^"]*)*)"|([^,\r\n"]*))(,|\r\n|\n|\r|$)/y,
  ';': /(?:"([^"]*(?:""[^"]*)*)"|([^;\r\n"]*))(;|\r\n|\n|\r|$)/y,
  '\t': /(?:"([^"]*(?:""[^"]*)*)"|([^\t\r\n"]*))(\t|\r\n|\n|\r|$)/y,
};
const REST_OF_LINE = /[^\r\n]*(?:\r\n|\n|\r|$)/y;

/** Reads a text; empty lines are left out. A broken record ends at the end of its line. */
export function readCsv(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  const separator = separatorOf(text);
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const { cells, end, broken } = readRecord(text, at, separator);
    if (broken || cells.length > 1 || cells[0] !== '') records.push({ line, cells, broken });
    line += text.slice(at, end).split(/\r\n|\n|\r/).length - 1;
    at = end;
  }
  return records;
}

/** The one that makes most of the first line; the comma, where none does. */
function separatorOf(text: string): Separator {
  const [first = ''] = text.trimStart().split(/[\r\n]/, 1);
  const bare = first.replace(/"[^"]*(?:""[^"]*)*"/g, '');
  const count = (separator: Separator) => bare.split(separator).length;
  return separators.reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

function readRecord(
  text: string,
  start: number,
  separator: Separator,
): { cells: readonly string[]; end: number; broken: boolean } {
  const cells: string[] = [];
  const cell = CELLS[separator];
  let at = start;
  for (;;) {
    cell.lastIndex = at;
    const match = cell.exec(text);
    if (!match) {
      REST_OF_LINE.lastIndex = at;
      REST_OF_LINE.exec(text);
      return { cells, end: REST_OF_LINE.lastIndex, broken: true };
    }
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    at = cell.lastIndex;
    if (match[3] !== separator) return { cells, end: at, broken: false };
  }
}

/** One line of CSV, without its end. Only what needs quotes gets them. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
