/** The entries of a file of suppressions, as they are read. */
import { toLedgerAddress } from '../../shared/address/address.ts';
import { isPercentEncoded } from '../address.ts';
import { CommandError } from '../command.ts';
import type { Entry } from './entry.ts';
import { detectFormat, type Format, formats } from './formats.ts';
import { type BadRow, type Row, readRows } from './table.ts';

/** What a row became: an entry for each list that it names, or nothing but what is wrong with it. */
export type RowEntries = { readonly line: number; readonly entries: readonly Entry[] } | BadRow;

export interface EntryOptions {
  /** The name of the format. @default recognised by the columns */
  readonly format?: string | undefined;
  /** The list of rows that name none. */
  readonly list?: string | undefined;
}

/** The rows of one file. */
export class EntryReader {
  readonly #options: EntryOptions;
  #format: Format | null = null;

  /** @throws CommandError for a format that does not exist */
  constructor(options: EntryOptions) {
    this.#options = options;
    if (options.format === undefined) return;
    this.#format = formats.find(({ name }) => name === options.format) ?? null;
    if (this.#format === null)
      throw new CommandError(`Unknown format "${options.format}". Use one of: ${formatNames()}.`);
  }

  /** The format of the rows so far; null before there is one to tell it by. */
  get format(): Format | null {
    return this.#format;
  }

  /**
   * The rows of a text as it comes, in order.
   *
   * @throws CommandError for a file that is empty, or whose format is not recognised
   */
  async *read(text: AsyncIterable<string>): AsyncGenerator<RowEntries> {
    let columns: readonly string[] = [];
    for await (const row of readRows(text)) {
      if ('columns' in row) columns = row.columns;
      else if ('fault' in row) yield row;
      else yield this.#entriesOf(row);
    }
    this.#format ??= detectFormat([], columns) ?? null;
  }

  #entriesOf(row: Row): RowEntries {
    this.#format ??= detectFormat([row]) ?? null;
    if (this.#format === null) {
      throw new CommandError(
        `The format cannot be recognised by the columns. Name it: --format ${formatNames()}.`,
      );
    }
    const { line, fields } = row;
    try {
      const entries = [this.#format.read(fields)].flat();
      for (const entry of entries) requireAddress(entry);
      return { line, entries: entries.map((entry) => this.#withList(entry)) };
    } catch (error) {
      return { line, fault: error instanceof Error ? error.message : String(error) };
    }
  }

  #withList(entry: Entry): Entry {
    const { list } = this.#options;
    return list === undefined || entry.espList !== undefined ? entry : { list, ...entry };
  }
}

/** @throws Error that says what is wrong with the row */
function requireAddress({ address, kind }: Entry): void {
  if (toLedgerAddress(address) === null) throw new Error('invalid address');
  if (kind === 'suppress' && isPercentEncoded(address)) throw new Error('percent-encoded address');
}

function formatNames(): string {
  return formats.map(({ name }) => name).join(', ');
}
