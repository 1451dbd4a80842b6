import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup, wholeNumber } from '../command.ts';
import { STANDARD_INPUT } from '../read-mail/find-files.ts';
import type { ImportOptions, MailImport } from '../read-mail/import.ts';
import { type ReadOptions, readMailFiles } from '../read-mail/run.ts';
import { printSummary, Summary } from '../read-mail/summary.ts';
import { openTarget, type TargetChoice, withTarget } from '../target/target.ts';
import { counted, startCounter } from '../terminal.ts';

export const readMail: CommandSetup = (command) => {
  addExamples(
    command,
    'read-mail bounce.eml report.eml',
    'read-mail ~/Maildir archive/2026-11.mbox.gz --summary',
    'read-mail - < bounces.mbox',
    'read-mail --files-from paths.txt --import --actor ann --reason "bounces of the old relay"',
  );
  const paths = command.argument(
    '[path...]',
    'files, mailbox files (mbox), folders, Maildirs; - for standard input; .gz of any',
  );
  withTarget(withConfig(paths))
    .option('--files-from <file>', 'Read the paths from a file, one a line; - for standard input.')
    .option('--summary', 'Print counts by failure code, receiver and rule instead of lines.')
    .option('--json', 'Print the summary as JSON.')
    .option('--import', 'Send the events to the ledger, on behalf of --actor.')
    .option('--actor <who>', 'Who imports; needed with --import.')
    .option('--reason <why>', 'Why; needed with --import.')
    .option('--source <name>', 'The source that the ledger names for the events. Default: import.')
    .option(
      '--threads <n>',
      'Threads to use. Default: one per core, when there is much to read.',
      wholeNumber('--threads', 1, 256),
    )
    .action(async (named, options) => {
      const all = options.filesFrom === undefined ? named : [...named, ...pathsIn(options.filesFrom)];
      if (all.length === 0)
        throw new CommandError('Give files or folders of mails, or - for standard input.');
      const { config, threads, summary: isSummary = false, import: isImport = false } = options;
      if (isImport) importOptions(options);
      const summary = await readAll(all, { config, threads, isSummary, isImport }, isImport ? options : null);
      if (isSummary) printSummary(summary.counts(), options.json === true);
    });
};

async function readAll(
  paths: readonly string[],
  options: ReadOptions,
  importing: ImportChoice | null,
): Promise<Summary> {
  const summary = new Summary();
  const ledger = importing && (await openImport(importing));
  const counter = startCounter('mails read');
  try {
    for await (const { mails, lines, counts, events } of readMailFiles(paths, options)) {
      counter.add(mails);
      if (counts !== null) summary.merge(counts);
      await ledger?.add(events);
      if (!process.stdout.write(lines)) await once(process.stdout, 'drain');
    }
    await ledger?.finish();
  } finally {
    counter.stop();
  }
  if (ledger) process.stderr.write(`Sent ${counted(ledger.sent, 'event')} to the ledger.\n`);
  return summary;
}

/** Loaded for an import only: to read mails needs no ledger. */
async function openImport(choice: ImportChoice): Promise<MailImport> {
  const { startImport } = await import('../read-mail/import.ts');
  return startImport(await openTarget(choice), importOptions(choice));
}

interface ImportChoice extends TargetChoice {
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
  readonly source?: string | undefined;
}

/** @throws CommandError without an actor and a reason */
function importOptions({ actor, reason, source = 'import' }: ImportChoice): ImportOptions {
  if (!(actor && reason)) {
    throw new CommandError(
      'The origin of mails cannot be verified. Give who imports them and why: --actor WHO --reason WHY.',
    );
  }
  return { actor, reason, source };
}

/** @throws CommandError when the file cannot be read */
function pathsIn(file: string): readonly string[] {
  try {
    const text = readFileSync(file === STANDARD_INPUT ? 0 : file, 'utf8');
    return text.split('\n').filter((line) => line !== '');
  } catch {
    throw new CommandError(`Cannot read ${file}.`);
  }
}
