import { CommandError, defineCommand, exitCodes } from '../command.ts';
import { configOption, loadClassifier } from '../configuration.ts';
import { readMailCommand } from '../read-mail.ts';
import { print } from '../terminal.ts';

export const readMail = defineCommand({
  usage: ['<file>...'],
  options: { ...configOption },
  examples: ['read-mail bounce.eml report.eml'],
  run: async ({ config }, files) => {
    if (files.length === 0) throw new CommandError('Give the files of raw mails.');
    await readMailCommand(files, await loadClassifier(config), (line) => print(JSON.stringify(line)));
    return exitCodes.fine;
  },
});
