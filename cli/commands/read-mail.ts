import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup, wholeNumber } from '../command.ts';
import { STANDARD_INPUT } from '../read-mail/find-files.ts';
import { readMailFiles } from '../read-mail/run.ts';
import { printSummary, Summary } from '../read-mail/summary.ts';
import { startCounter } from '../terminal.ts';

export const readMail: CommandSetup = (command) => {
  addExamples(
    command,
    'read-mail bounce.eml report.eml',
    'read-mail ~/Maildir archive/2026-11.mbox.gz --summary',
    'read-mail - < bounces.mbox',
    'find /var/mail/bounces -mtime -1 | bounce-ledger read-mail --files-from -',
  );
  withConfig(
    command.argument(
      '[path...]',
      'files, mailbox files (mbox), folders, Maildirs; - for standard input; .gz of any',
    ),
  )
    .option('--files-from <file>', 'Read the paths from a file, one a line; - for standard input.')
    .option('--summary', 'Print counts by failure code, receiver and rule instead of lines.')
    .option(
      '--threads <n>',
      'Threads to use. Default: one per core, when there is much to read.',
      wholeNumber('--threads', 1, 256),
    )
    .option('--json', 'Print the summary as JSON.')
    .action(async (paths, options) => {
      const all = options.filesFrom === undefined ? paths : [...paths, ...pathsIn(options.filesFrom)];
      if (all.length === 0)
        throw new CommandError('Give files or folders of mails, or - for standard input.');
      const { config, threads, summary: isSummary = false } = options;
      const summary = new Summary();
      const counter = startCounter('mails read');
      try {
        for await (const { mails, lines, counts } of readMailFiles(all, { config, threads, isSummary })) {
          counter.add(mails);
          if (counts !== null) summary.merge(counts);
          if (!process.stdout.write(lines)) await once(process.stdout, 'drain');
        }
      } finally {
        counter.stop();
      }
      if (isSummary) printSummary(summary.counts(), options.json === true);
    });
};

/** @throws CommandError when the file cannot be read */
function pathsIn(file: string): readonly string[] {
  try {
    const text = readFileSync(file === STANDARD_INPUT ? 0 : file, 'utf8');
    return text.split('\n').filter((line) => line !== '');
  } catch {
    throw new CommandError(`Cannot read ${file}.`);
  }
}
