import { once } from 'node:events';
import { startConsoleServer } from '../../console/server/server.ts';
import { withConfig } from '../code-settings.ts';
import { addExamples, CommandError, type CommandSetup, wholeNumber } from '../command.ts';
import { consoleBackend } from '../console-backend.ts';
import { openBrowser } from '../open-browser.ts';
import { openTarget, withTarget } from '../target/target.ts';
import { paint, print } from '../terminal.ts';

export const consoleCommand: CommandSetup = (command) => {
  addExamples(command, 'console --stack BounceLedger', 'console --stack BounceLedger --write');
  withConfig(withTarget(command))
    .option('--write', 'Allow changes. Default: read-only.')
    .option('--port <n>', 'Port on 127.0.0.1. Default: any free one.', wholeNumber('--port', 0, 65_535))
    .option('--no-open', 'Print the link instead of opening the browser.')
    .action(async ({ write = false, port = 0, open, ...choice }) => {
      const target = await openTarget(choice);
      const backend = consoleBackend(target, {
        ownsConfiguration: choice.stack !== undefined,
        config: choice.config,
      });
      const server = await startConsoleServer({ backend, write, port }).catch((error: unknown) => {
        throw error instanceof Error ? new CommandError(error.message) : error;
      });
      print(`Console of ${target.name}: ${server.url}`);
      print(paint('dim', write ? 'Changes are allowed.' : 'Read-only. Allow changes with --write.'));
      if (open && !(await openBrowser(server.url))) print('No browser was found: open the link yourself.');
      print(paint('dim', 'Ctrl-C ends it.'));
      await Promise.race((['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => once(process, signal)));
      await server.stop();
    });
};
