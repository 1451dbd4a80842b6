/** Any file of rows, CSV or JSON, as rows of named texts. */
import { CommandError } from '../command.ts';
import { CsvReader, type CsvRecord } from './csv.ts';

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

/** The names of the columns, where the file gives them once for all rows. */
export interface Columns {
  readonly columns: readonly string[];
}

/** The lists in which ESPs' APIs wrap their entries. */
const WRAPPERS = ['items', 'results', 'Suppressions', 'SuppressedDestinationSummaries', 'suppressions'];

/** A JSON document is read as a whole; rows and lines are not. */
const MAX_DOCUMENT_LENGTH = 64 * 1024 * 1024;
const MAX_LINE_LENGTH = 1024 * 1024;

/**
 * The rows of a text as it comes, in order: of CSV the columns first.
 *
 * @throws CommandError when the file is neither CSV nor JSON nor JSON lines
 */
export async function* readRows(parts: AsyncIterable<string>): AsyncGenerator<Columns | Row | BadRow> {
  const source = parts[Symbol.asyncIterator]();
  let start = '';
  while (start.trimStart() === '') {
    const { value, done } = await source.next();
    if (done) throw new CommandError('The file is empty.');
    start += value;
  }
  const text = withStart(start.replace(/^\uFEFF/, ''), source);
  yield* /^\s*[{[]/.test(start.replace(/^\uFEFF/, '')) ? fromJson(text) : fromCsv(text);
}

async function* withStart(start: string, rest?: AsyncIterator<string>): AsyncGenerator<string> {
  yield start;
  for (let next = await rest?.next(); next && !next.done; next = await rest?.next()) yield next.value;
}

async function* fromCsv(text: AsyncIterable<string>): AsyncGenerator<Columns | Row | BadRow> {
  let header: readonly string[] | undefined;
  for await (const record of csvRecords(text)) {
    if (header === undefined) {
      const headless = headerOfHeadless(record.cells);
      header = (headless ?? record.cells).map(columnName);
      yield { columns: header };
      if (headless === null) continue;
    }
    yield rowOf(header, record);
  }
  if (header === undefined) throw new CommandError('The file is empty.');
}

async function* csvRecords(text: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const reader = new CsvReader();
  for await (const part of text) yield* reader.read(part);
  yield* reader.end();
}

function rowOf(header: readonly string[], { line, cells, broken }: CsvRecord): Row | BadRow {
  if (broken) return { line, fault: 'its quotes do not match' };
  if (cells.length !== header.length)
    return { line, fault: `it has ${cells.length} cells, not ${header.length}` };
  const fields: Record<string, string> = {};
  for (const [index, name] of header.entries()) fields[name] = cells[index]?.trim() ?? '';
  return { line, fields };
}

/** SES's own lists, and plain lists of addresses, come without a header. */
function headerOfHeadless(cells: readonly string[]): readonly string[] | null {
  if (!cells[0]?.includes('@')) return null;
  return ['address', 'reason', 'since'].slice(0, cells.length);
}

/** A document, or JSON lines where the first line is a value by itself and another follows. */
async function* fromJson(text: AsyncIterable<string>): AsyncGenerator<Row | BadRow> {
  const source = text[Symbol.asyncIterator]();
  // Joined once, however many they are.
  const pieces: string[] = [];
  let length = 0;
  let firstEnd = -1;
  let isDocument = false;
  for (let next = await source.next(); !next.done; next = await source.next()) {
    const part = next.value;
    pieces.push(part);
    if (firstEnd < 0) {
      const end = part.indexOf('\n', length === 0 ? part.search(/\S/) : 0);
      if (end >= 0) firstEnd = length + end;
    }
    if (firstEnd >= 0 && !isDocument && /\S/.test(part.slice(Math.max(0, firstEnd - length)))) {
      const start = pieces.join('');
      if (parsed(start.slice(0, firstEnd)) !== undefined) {
        yield* fromJsonLines(withStart(start, source));
        return;
      }
      isDocument = true;
    }
    length += part.length;
    if (length > MAX_DOCUMENT_LENGTH) {
      throw new CommandError(
        'The file is one JSON document of over 64 MB. Write an entry a line (JSON Lines): jq -c ".[]".',
      );
    }
  }
  const whole = pieces.join('');
  const document = parsed(whole);
  if (document === undefined) yield* fromJsonLines(withStart(whole));
  else for (const [index, entry] of entriesOf(document).entries()) yield entryRow(index + 1, entry);
}

function entriesOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (!isObject(document)) throw new CommandError('The file holds JSON, but no list of entries.');
  const wrapped = WRAPPERS.map((name) => document[name]).find(Array.isArray);
  return wrapped ?? [document];
}

async function* fromJsonLines(text: AsyncIterable<string>): AsyncGenerator<Row | BadRow> {
  let line = 0;
  // The parts of the line that has not ended: joined once, however many they are.
  let pieces: string[] = [];
  let length = 0;
  for await (const part of text) {
    const [first = '', ...others] = part.split('\n');
    pieces.push(first);
    length += first.length;
    const rest = others.pop();
    if (rest !== undefined) {
      for (const json of [pieces.join(''), ...others]) {
        line += 1;
        if (json.trim() !== '') yield entryRow(line, parsed(json));
      }
      pieces = [rest];
      length = rest.length;
    }
    if (length > MAX_LINE_LENGTH) throw new CommandError(`Line ${line + 1} is over 1 MB.`);
  }
  const json = pieces.join('');
  if (json.trim() !== '') yield entryRow(line + 1, parsed(json));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function entryRow(line: number, value: unknown): Row | BadRow {
  if (isObject(value)) return { line, fields: fieldsOf(value) };
  if (typeof value === 'string') return { line, fields: { address: value.trim() } };
  return { line, fault: 'it is neither a JSON object nor an address' };
}

function fieldsOf(value: Readonly<Record<string, unknown>>): Row['fields'] {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [columnName(name), fieldText(one)]));
}

function fieldText(value: unknown): string {
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
