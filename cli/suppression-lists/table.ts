/** Any file of rows, CSV or JSON, as rows of named texts. */
import { CommandError } from '../command.ts';
import { readCsv } from './csv.ts';

export interface Row {
  /** Where it begins in the file, from 1; of a JSON document, which entry it is. */
  readonly line: number;
  /** Values by name; names in lower case without separators: `EmailAddress` and `email_address` are one. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface BadRow {
  readonly line: number;
  /** What is wrong; it quotes no address. */
  readonly fault: string;
}

export interface Rows {
  /** The names of the columns, where the file gives them once for all rows. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly bad: readonly BadRow[];
}

/** The lists in which ESPs' APIs wrap their entries. */
const WRAPPERS = ['items', 'results', 'Suppressions', 'SuppressedDestinationSummaries', 'suppressions'];

/** @throws CommandError when the file is neither CSV nor JSON nor JSON lines. */
export function readRows(given: string): Rows {
  const text = given.replace(/^\uFEFF/, '');
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return fromCsv(text);
  const document = parsed(text);
  return document === undefined ? fromJsonLines(text) : fromEntries(entriesOf(document));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function entriesOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (!isObject(document)) throw new CommandError('The file holds JSON, but no list of entries.');
  const wrapped = WRAPPERS.map((name) => document[name]).find(Array.isArray);
  return wrapped ?? [document];
}

function fromEntries(entries: readonly unknown[]): Rows {
  return sorted(entries.map((entry, index) => ({ line: index + 1, value: entry })));
}

function fromJsonLines(text: string): Rows {
  const lines = text.split('\n').map((line, index) => ({ line: index + 1, text: line.trim() }));
  return sorted(
    lines
      .filter(({ text: json }) => json !== '')
      .map(({ line, text: json }) => ({ line, value: parsed(json) })),
  );
}

function sorted(entries: ReadonlyArray<{ readonly line: number; readonly value: unknown }>): Rows {
  const rows: Row[] = [];
  const bad: BadRow[] = [];
  for (const { line, value } of entries) {
    if (isObject(value))
      rows.push({ line, fields: fieldsOf(Object.keys(value).map(columnName), Object.values(value)) });
    else if (typeof value === 'string') rows.push({ line, fields: fieldsOf(['address'], [value]) });
    else bad.push({ line, fault: 'it is neither a JSON object nor an address' });
  }
  return { columns: [], rows, bad };
}

function fromCsv(text: string): Rows {
  const [first, ...others] = readCsv(text);
  if (!first) throw new CommandError('The file is empty.');
  const headless = headerOfHeadless(first.cells);
  const columns = (headless ?? first.cells).map(columnName);
  const rows: Row[] = [];
  const bad: BadRow[] = [];
  for (const { line, cells, broken } of headless ? [first, ...others] : others) {
    if (broken) bad.push({ line, fault: 'its quotes do not match' });
    else if (cells.length !== columns.length) {
      bad.push({ line, fault: `it has ${cells.length} cells, not ${columns.length}` });
    } else rows.push({ line, fields: fieldsOf(columns, cells) });
  }
  return { columns, rows, bad };
}

/** SES's own lists, and plain lists of addresses, come without a header. */
function headerOfHeadless(cells: readonly string[]): readonly string[] | null {
  if (!cells[0]?.includes('@')) return null;
  return ['address', 'reason', 'since'].slice(0, cells.length);
}

function fieldsOf(columns: readonly string[], values: readonly unknown[]): Row['fields'] {
  return Object.fromEntries(columns.map((name, index) => [name, textOf(values[index])]));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}

/** No export has a column with a longer name. */
const MAX_NAME_LENGTH = 256;

function columnName(name: string): string {
  return name
    .slice(0, MAX_NAME_LENGTH)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
