/** What every command of the command line shares: exit codes, errors that an operator can fix, and its registration. */
import type { Command } from '@commander-js/extra-typings';

/** Exit codes: done, problems found (`doctor`, a sync plan with drift), it did not work, an address is suppressed. */
export const exitCodes = { ok: 0, problems: 1, failed: 2, suppressed: 10 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error that the operator can fix; printed without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Adds arguments, options and the action, or subcommands with theirs, to a command of the program. */
export type CommandSetup = (command: Command) => void;

/** Shows examples behind a command's help; each is given without the program's name. */
export function addExamples(
  command: { addHelpText(at: 'after', text: string): unknown },
  ...examples: readonly string[]
): void {
  command.addHelpText(
    'after',
    ['', 'Examples:', ...examples.map((example) => `  bounce-ledger ${example}`)].join('\n'),
  );
}

/** Reports how a command ended to the shell; a later, worse outcome replaces an earlier one. */
export function exitWith(code: ExitCode): void {
  process.exitCode = code;
}

/** Parses a whole number for an option. @throws CommandError naming the option and its bounds */
export function wholeNumber(option: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= min && number <= max) return number;
    throw new CommandError(
      `${option} must be a number from ${min.toLocaleString('en-GB')} to ${max.toLocaleString('en-GB')}.`,
    );
  };
}
