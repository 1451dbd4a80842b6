import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import * as v from 'valibot';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { checkResultsSchema, MAX_CHECKED_ADDRESSES } from '../../shared/api/routes/check.ts';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import { EVERY_LIST } from '../../shared/ledger/policy/list-verdict.ts';
import { isPercentEncoded } from '../address.ts';
import { addExamples, CommandError, type CommandSetup, exitCodes, exitWith } from '../command.ts';
import { sendImported } from '../send-imported.ts';
import {
  detectFormat,
  type Entry,
  type EntryLoss,
  type Format,
  formats,
} from '../suppression-lists/formats.ts';
import { type BadRow, readRows } from '../suppression-lists/table.ts';
import { CALLS_CONCURRENCY, openTarget, type Target, withTarget } from '../target/target.ts';
import { counted, paint, print, printJson, startProgress } from '../terminal.ts';

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
    .option('--source <name>', 'The source that the ledger names for them. Default: import.')
    .option('--actor <who>', 'Who decides; needed for rows that hold nothing but an address.')
    .option('--reason <why>', 'Why; needed for the same rows.')
    .option('--all-or-nothing', 'Import nothing when any row is invalid.')
    .option('--dry-run', 'Read and check all rows, and import nothing.')
    .option('--json', 'Print JSON: {"format","rows","taken","bad":[{"line","fault"}]}.')
    .action(async (file, options) => {
      const content = textOf(file === '-' ? await buffer(process.stdin) : await readFileOrExplain(file));
      const { format, rows, entries, bad } = readEntries(content, options);
      const refused = options.allOrNothing === true && bad.length > 0;
      const takes = !refused && options.dryRun !== true;
      if (takes) await takeIn(await openTarget(options), entries, options);
      if (options.json) {
        printJson({
          format: format?.name ?? null,
          rows: rows + bad.length,
          taken: takes ? rows : 0,
          bad,
        });
      } else {
        report(format, rows, bad, takes);
        reportLosses(entries);
      }
      if (bad.length > 0) exitWith(exitCodes.failed);
    });
};

interface Options {
  readonly format?: string | undefined;
  readonly list?: string | undefined;
  readonly source?: string | undefined;
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
}

async function readFileOrExplain(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new CommandError(`The file ${file} cannot be read.`);
  }
}

/** UTF-8, or UTF-16 that says so with its first two bytes, as spreadsheets write it. */
function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new CommandError('The file is not UTF-8 text. Save it as UTF-8, or as "CSV UTF-8" in a spreadsheet.');
}

interface Entries {
  /** Null where there is no row to tell it by. */
  readonly format: Format | null;
  /** How many rows the entries are of: one that names several lists has an entry for each. */
  readonly rows: number;
  readonly entries: readonly Entry[];
  readonly bad: readonly BadRow[];
}

function readEntries(content: string, options: Options): Entries {
  const { columns, rows, bad: unread } = readRows(content);
  const format =
    options.format === undefined
      ? detectFormat(rows, columns)
      : formats.find(({ name }) => name === options.format);
  if (!format) {
    if (options.format === undefined && rows.length === 0)
      return { format: null, rows: 0, entries: [], bad: unread };
    const names = formats.map(({ name }) => name).join(', ');
    throw new CommandError(
      options.format === undefined
        ? `The format cannot be recognised by the columns. Name it: --format ${names}.`
        : `Unknown format "${options.format}". Use one of: ${names}.`,
    );
  }
  const entries: Entry[] = [];
  const bad = [...unread];
  for (const { line, fields } of rows) {
    try {
      for (const entry of [format.read(fields)].flat()) {
        if (toLedgerAddress(entry.address) === null) throw new Error('invalid address');
        if (entry.kind === 'suppress' && isPercentEncoded(entry.address)) {
          throw new Error('percent-encoded address');
        }
        const byDefault = options.list !== undefined && entry.espList === undefined;
        entries.push({ ...(byDefault && { list: options.list }), ...entry });
      }
    } catch (error) {
      bad.push({ line, fault: error instanceof Error ? error.message : String(error) });
    }
  }
  return {
    format,
    rows: rows.length + unread.length - bad.length,
    entries,
    bad: bad.sort((a, b) => a.line - b.line),
  };
}

/**
 * Events go through the queue like any sender's, raw into the archive and under ids made from their content, so
 * taking a file in twice changes nothing. What a person decided goes through the API, into the audit trail, once.
 */
async function takeIn(target: Target, entries: readonly Entry[], options: Options): Promise<void> {
  const decided = entries.filter(({ kind }) => kind === 'suppress');
  const { actor, reason } = options;
  if (decided.length > 0 && !(actor && reason)) {
    throw new CommandError(
      'Rows that hold only an address are your own decisions. Give an actor and a reason: --actor WHO --reason WHY.',
    );
  }
  const progress = startProgress('Importing', entries.length);
  let done = 0;
  try {
    await sendEvents(
      target,
      entries.filter(({ kind }) => kind !== 'suppress'),
      options.source ?? 'import',
      (count) => {
        done += count;
        progress.step(done);
      },
    );
    const suppress = async ({ address, list }: Entry) => {
      await target.ask({
        method: 'PUT',
        path: `/v1/suppressions/${encodeURIComponent(address)}`,
        body: { actor, reason, ...(list && { list }) },
      });
      progress.step(++done);
    };
    const open = await undecided(target, decided);
    done += decided.length - open.length;
    progress.step(done);
    await forEachConcurrent(open, CALLS_CONCURRENCY, suppress);
  } finally {
    progress.stop();
  }
}

/** Those that are not suppressed manually on their list yet. */
async function undecided(target: Target, decided: readonly Entry[]): Promise<readonly Entry[]> {
  const open: Entry[] = [];
  for (let start = 0; start < decided.length; start += MAX_CHECKED_ADDRESSES) {
    const batch = decided.slice(start, start + MAX_CHECKED_ADDRESSES);
    const body = { addresses: batch.map(({ address }) => address) };
    const { results } = v.parse(
      checkResultsSchema,
      await target.ask({ method: 'POST', path: '/v1/check', body }),
    );
    batch.forEach(({ list = EVERY_LIST, ...entry }, index) => {
      const result = results[index];
      const lists = result && 'lists' in result ? result.lists : [];
      const stands = lists.some((verdict) => verdict.list === list && verdict.reason === 'manual');
      if (!stands) open.push({ ...entry, list });
    });
  }
  return open;
}

async function sendEvents(
  target: Target,
  entries: readonly Entry[],
  source: string,
  sent: (count: number) => void,
): Promise<void> {
  const now = Date.now();
  const events = entries.map((entry) => eventOf(entry, now));
  await sendImported(await target.resources(), source, events, sent);
}

/** A row as an event of the `generic` provider. */
function eventOf({ address, at, loss: _, ...rest }: Entry, now: number): object {
  const id = createHash('sha256')
    .update(JSON.stringify([address, at, rest]))
    .digest('base64url')
    .slice(0, 24);
  // A row of a suppression list says that the list has the address.
  const isListed = rest.kind === 'dropped';
  return {
    id,
    recipient: address,
    occurredAt: new Date(at ?? now).toISOString(),
    ...(isListed && { listed: true }),
    ...rest,
  };
}

function report(format: Format | null, good: number, bad: readonly BadRow[], taken: boolean): void {
  for (const { line, fault } of bad.slice(0, SHOWN_FAULTS)) {
    process.stderr.write(`${paint('yellow', `line ${line}`, process.stderr)} ${fault}\n`);
  }
  if (bad.length > SHOWN_FAULTS)
    process.stderr.write(`and ${bad.length - SHOWN_FAULTS} more; --json lists all\n`);
  const rows = `${counted(good, 'row')}${format === null ? '' : ` (${format.name})`}`;
  print(taken ? `Sent ${rows} to the ledger.` : `Imported nothing; ${rows} could be.`);
  if (bad.length > 0) print(`Left out ${counted(bad.length, 'invalid row')}.`);
}

const LOSSES: Readonly<Record<EntryLoss, string>> = {
  hold: 'held for several failures: of those the file says one, which is evidence and holds nothing',
  reason: 'held without an end for several failures: suppressed as esp-suppression',
};

/** What the ledger will answer otherwise than the file says. */
function reportLosses(entries: readonly Entry[]): void {
  for (const [loss, meaning] of Object.entries(LOSSES)) {
    const rows = entries.filter((entry) => entry.loss === loss).length;
    if (rows > 0) process.stderr.write(`${counted(rows, 'row')} ${meaning}.\n`);
  }
}
