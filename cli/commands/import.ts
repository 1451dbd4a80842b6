import { addExamples, CommandError, type CommandSetup, exitCodes, exitWith } from '../command.ts';
import type { Entry, EntryLoss } from '../suppression-lists/entry.ts';
import { type Format, formats } from '../suppression-lists/formats.ts';
import { type ListFile, openListFile } from '../suppression-lists/list-file.ts';
import { EntryReader } from '../suppression-lists/read-entries.ts';
import type { BadRow } from '../suppression-lists/table.ts';
import { requireDecider, takeIn } from '../suppression-lists/take-in.ts';
import { openTarget, withTarget } from '../target/target.ts';
import { counted, paint, print, printJson, startProgress } from '../terminal.ts';

/** Invalid rows that are listed; the others are counted. */
const MAX_LISTED_FAULTS = 1_000;
const SHOWN_FAULTS = 20;

export const importRows: CommandSetup = (command) => {
  addExamples(
    command,
    'import suppressions.csv',
    'import bounces.csv --format sendgrid-bounces --all-or-nothing',
    'import do-not-mail.txt --actor legal --reason "written objections, May"',
  );
  withTarget(command.argument('<file>', 'a file, or - for standard input'))
    .option(
      '--format <name>',
      `${formats.map(({ name }) => name).join(', ')}. Default: recognised by the columns.`,
    )
    .option('--list <name>', 'The list of rows that name none.')
    .option(
      '--source <name>',
      'The source that the ledger names for them. Default: import; for lists that the ESP makes, its only source.',
    )
    .option('--actor <who>', 'Who decides; needed for rows that hold nothing but an address.')
    .option('--reason <why>', 'Why; needed for the same rows.')
    .option('--all-or-nothing', 'Import nothing when any row is invalid.')
    .option('--dry-run', 'Read and check all rows, and import nothing.')
    .option('--json', 'Print JSON: {"format","rows","taken","invalid","bad":[{"line","fault"}]}.')
    .action(async (path, options) => {
      const { allOrNothing = false, dryRun = false, json = false, source, ...chosen } = options;
      const file = await openListFile(path, allOrNothing);
      try {
        let result = allOrNothing || dryRun ? await checkRows(file, chosen, !dryRun) : null;
        const takes = !dryRun && (result?.invalid ?? 0) === 0;
        if (takes) {
          result = new ImportResult(new EntryReader(chosen));
          await send(file, result, { ...chosen, source });
        }
        if (result !== null) report(result, takes, json);
        if (result !== null && result.invalid > 0) exitWith(exitCodes.failed);
      } finally {
        file.close();
      }
    });
};

interface Options {
  readonly format?: string | undefined;
  readonly list?: string | undefined;
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
  readonly url?: string | undefined;
  readonly stack?: string | undefined;
  readonly ledger?: string | undefined;
  readonly region?: string | undefined;
}

/** What became of the rows of a file. */
class ImportResult {
  readonly #reader: EntryReader;
  /** Rows that could be read. */
  rows = 0;
  invalid = 0;
  /** The first invalid rows. */
  readonly bad: BadRow[] = [];
  readonly losses = new Map<EntryLoss, number>();

  constructor(reader: EntryReader) {
    this.#reader = reader;
  }

  /** Null where there is no row to tell it by. */
  get format(): Format | null {
    return this.#reader.format;
  }

  /** The entries of the valid rows; the others are noted. */
  async *entries(text: AsyncIterable<string>): AsyncGenerator<Entry> {
    for await (const row of this.#reader.read(text)) {
      if ('fault' in row) {
        this.invalid += 1;
        if (this.bad.length < MAX_LISTED_FAULTS) this.bad.push(row);
        continue;
      }
      this.rows += 1;
      for (const entry of row.entries) {
        if (entry.loss) this.losses.set(entry.loss, (this.losses.get(entry.loss) ?? 0) + 1);
        yield entry;
      }
    }
  }
}

/** Reads all rows, and sends none. */
async function checkRows(file: ListFile, options: Options, isBeforeSending: boolean): Promise<ImportResult> {
  const result = new ImportResult(new EntryReader(options));
  const progress = startProgress('Checking', file.size);
  try {
    for await (const { kind } of result.entries(file.read((bytes) => progress.step(bytes)))) {
      if (kind === 'suppress' && isBeforeSending) requireDecider(options);
    }
  } finally {
    progress.stop();
  }
  return result;
}

async function send(
  file: ListFile,
  result: ImportResult,
  { source, actor, reason, ...choice }: Options & { readonly source: string | undefined },
): Promise<void> {
  const progress = startProgress('Importing', file.size);
  const entries = result.entries(file.read((bytes) => progress.step(bytes)));
  try {
    const provider = () => result.format?.name.split('-')[0];
    await takeIn(await openTarget(choice), entries, { source, provider, actor, reason });
  } catch (error) {
    if (error instanceof CommandError && result.rows > 0) {
      throw new CommandError(
        `${error.message} Up to ${counted(result.rows, 'row')} may have been sent before: import the file again, no row is taken twice.`,
      );
    }
    throw error;
  } finally {
    progress.stop();
  }
}

function report(result: ImportResult, isTaken: boolean, isJson: boolean): void {
  const { format, rows, invalid, bad } = result;
  if (isJson) {
    const taken = isTaken ? rows : 0;
    printJson({ format: format?.name ?? null, rows: rows + invalid, taken, invalid, bad });
    return;
  }
  for (const { line, fault } of bad.slice(0, SHOWN_FAULTS)) {
    process.stderr.write(`${paint('yellow', `line ${line}`, process.stderr)} ${fault}\n`);
  }
  if (invalid > SHOWN_FAULTS)
    process.stderr.write(`and ${invalid - SHOWN_FAULTS} more; --json lists the first ${MAX_LISTED_FAULTS}\n`);
  const good = `${counted(rows, 'row')}${format === null ? '' : ` (${format.name})`}`;
  print(isTaken ? `Sent ${good} to the ledger.` : `Imported nothing; ${good} could be.`);
  if (invalid > 0) print(`Left out ${counted(invalid, 'invalid row')}.`);
  for (const [loss, meaning] of Object.entries(LOSSES)) {
    const lossy = result.losses.get(loss as EntryLoss) ?? 0;
    if (lossy > 0) process.stderr.write(`${counted(lossy, 'row')} ${meaning}.\n`);
  }
}

/** What the ledger will answer otherwise than the file says. */
const LOSSES: Readonly<Record<EntryLoss, string>> = {
  hold: 'held for several failures: of those the file says one, which is evidence and holds nothing',
  reason: 'held without an end for several failures: suppressed as esp-suppression',
};
