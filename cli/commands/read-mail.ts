import { addExamples, type CommandSetup } from '../command.ts';
import { loadClassifier, withConfig } from '../configuration.ts';
import { readMailCommand } from '../read-mail.ts';
import { print } from '../terminal.ts';

export const readMail: CommandSetup = (command) => {
  addExamples(command, 'read-mail bounce.eml report.eml');
  withConfig(command.argument('<file...>', 'files of raw mails')).action(async (files, { config }) => {
    await readMailCommand(files, await loadClassifier(config), (line) => print(JSON.stringify(line)));
  });
};
