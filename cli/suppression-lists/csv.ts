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

/** Characters within which a quote must end: no row of a suppression list comes near it. */
const MAX_RECORD_LENGTH = 65_536;

const separators = [',', ';', '\t'] as const;
type Separator = (typeof separators)[number];

const CELLS: Readonly<Record<Separator, RegExp>> = {
  ',': /(?:"([^"]*(?:""[^"]*)*)"|([^,\r\n"]*))(,|\r\n|\n|\r|$)/y,
  ';': /(?:"([^"]*(?:""[^"]*)*)"|([^;\r\n"]*))(;|\r\n|\n|\r|$)/y,
  '\t': /(?:"([^"]*(?:""[^"]*)*)"|([^\t\r\n"]*))(\t|\r\n|\n|\r|$)/y,
};
const REST_OF_LINE = /[^\r\n]*(?:\r\n|\n|\r|$)/y;

/** Reads a text as it comes; empty lines are left out. A broken record ends at the end of its line. */
export class CsvReader {
  #text = '';
  #at = 0;
  #line = 1;
  #separator: Separator | undefined;
  /** The rest of a broken record's line is still to come. */
  #isSkipping = false;

  /** The records that are complete with this part of the text. */
  read(part: string): readonly CsvRecord[] {
    this.#text = this.#text.slice(this.#at) + part;
    this.#at = 0;
    return this.#records(false);
  }

  /** The records of what is left. */
  end(): readonly CsvRecord[] {
    return this.#records(true);
  }

  #records(isLast: boolean): readonly CsvRecord[] {
    const records: CsvRecord[] = [];
    this.#separator ??= separatorOf(this.#text, isLast);
    if (this.#separator === undefined) return records;
    while (this.#at < this.#text.length) {
      const found = this.#isSkipping
        ? skippedLine(this.#text, this.#at, isLast)
        : readRecord(this.#text, this.#at, this.#separator, isLast);
      if (found === null) break;
      const { cells, end, broken } = found;
      const isEmpty = cells.length === 1 && cells[0] === '' && !broken;
      if (!this.#isSkipping && !isEmpty) records.push({ line: this.#line, cells, broken });
      const ends = lineEndsIn(this.#text.slice(this.#at, end));
      this.#line += ends;
      this.#isSkipping = (broken || this.#isSkipping) && ends === 0;
      this.#at = end;
    }
    return records;
  }
}

/** The one that makes most of the first line; the comma, where none does. Undefined before the line is there. */
function separatorOf(text: string, isLast: boolean): Separator | undefined {
  const start = text.trimStart();
  const end = start.search(/[\r\n]/);
  if (end < 0 && !isLast && start.length < MAX_RECORD_LENGTH) return undefined;
  const bare = (end < 0 ? start : start.slice(0, end)).replace(/"[^"]*(?:""[^"]*)*"/g, '');
  const count = (separator: Separator) => bare.split(separator).length;
  return separators.reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

interface FoundRecord {
  readonly cells: readonly string[];
  readonly end: number;
  readonly broken: boolean;
}

/** Null where the record may go on in what is still to come. */
function readRecord(text: string, start: number, separator: Separator, isLast: boolean): FoundRecord | null {
  const cells: string[] = [];
  const cell = CELLS[separator];
  let at = start;
  for (;;) {
    cell.lastIndex = at;
    const match = cell.exec(text);
    const end = cell.lastIndex;
    // At the end of the text nothing but a line feed is certain: a quote may close, more of the cell may follow.
    const isCut = !isLast && (match === null || (end === text.length && !match[3]?.endsWith('\n')));
    if (isCut && text.length - start <= MAX_RECORD_LENGTH) return null;
    if (isCut || match === null) return brokenRecord(text, at, cells);
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    at = end;
    if (match[3] !== separator) return { cells, end, broken: false };
  }
}

/** `at`: where the cell begins that cannot be read. */
function brokenRecord(text: string, at: number, cells: readonly string[]): FoundRecord {
  REST_OF_LINE.lastIndex = at;
  REST_OF_LINE.exec(text);
  return { cells, end: REST_OF_LINE.lastIndex, broken: true };
}

function skippedLine(text: string, start: number, isLast: boolean): FoundRecord | null {
  REST_OF_LINE.lastIndex = start;
  REST_OF_LINE.exec(text);
  const end = REST_OF_LINE.lastIndex;
  // A carriage return at the end may be half of a line end.
  const isCut = !isLast && end === text.length && text.endsWith('\r');
  return isCut ? null : { cells: [], end, broken: false };
}

function lineEndsIn(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1;
}

/** One line of CSV, without its end. Only what needs quotes gets them. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
