/** The program: its commands, help, error output and shell completion. */
import { Command } from '@commander-js/extra-typings';
import type { Command as AnyCommand } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { commands } from './commands/index.ts';

const ABOUT = `
Commands ask the local host at http://127.0.0.1:3000. --url URL (or LEDGER_URL) asks another ledger, --stack NAME a
deployed stack with the AWS credentials of the environment.

Exit codes: 0 done, 1 problems found, 2 failed, 10 an address is suppressed.`;

/** Which commands to load: all of them (completion, reference), or the one that is called. */
export type LoadedCommands = 'all' | { readonly called: string | undefined };

/**
 * Builds the program with the given commands loaded; the others are listed with their summaries.
 *
 * @example
 * const program = await createProgram({ called: 'check' });
 * await program.parseAsync(['check', 'ann@example.com'], { from: 'user' });
 */
export async function createProgram(loaded: LoadedCommands): Promise<Command> {
  const program = new Command('bounce-ledger')
    .description('One answer for each e-mail address over every e-mail service provider.')
    .version(manifest.version, '-V, --version', 'Show the version.')
    .helpOption('-h, --help', 'Show help.')
    .helpCommand('help [command]', 'Show help for a command.')
    .showSuggestionAfterError()
    .addHelpText('after', ABOUT)
    .exitOverride();
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = program.command(name).description(summary).showHelpAfterError(helpHint(name));
    if (loaded === 'all' || loaded.called === name) (await load())(command);
  }
  program
    .command('completion')
    .description('Print a completion script for bash, zsh, fish or powershell.')
    .argument('<shell>', 'bash, zsh, fish or powershell')
    .addHelpText('after', '\nExamples:\n  source <(bounce-ledger completion bash)')
    .action(async (shell) => completeWith([shell]));
  return program;
}

function helpHint(name: string): string {
  return `See: bounce-ledger ${name} --help`;
}

/** Answers a shell's request for completions (`complete -- ...`), or prints the script of a shell. */
export async function completeWith(request: readonly string[]): Promise<void> {
  const { default: tab } = await import('@bomb.sh/tab/commander');
  const program = await createProgram('all');
  tab(program as unknown as AnyCommand);
  await program.parseAsync(['complete', ...request], { from: 'user' });
}
