import { type ParseArgsOptionDescriptor, parseArgs } from 'node:util';

/** What the shell is told: fine, an address is suppressed, or it did not work. */
export const exitCodes = { fine: 0, suppressed: 10, error: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Something the person at the keyboard can mend; printed without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** One option: as parseArgs takes it, and as the help shows it. */
export interface Option extends ParseArgsOptionDescriptor {
  readonly help: string;
  /** The value's name in the help: `NAME`. */
  readonly value?: string;
}
type Options = Readonly<Record<string, Option>>;

type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true; args: string[] }>
>;

interface Definition<O extends Options> {
  /** What follows the command's name: `<address> [options]`. One line a form. */
  readonly usage: readonly string[];
  readonly options: O;
  readonly examples: readonly string[];
  readonly run: (values: Parsed<O>['values'], positionals: readonly string[]) => Promise<ExitCode>;
}

/** Under which name a command was called, and what it is for: its help says both. */
export interface Calling {
  readonly name: string;
  readonly summary: string;
}

/**
 * A command of `ledger`, run with the arguments that follow its name.
 * It rejects with a CommandError when an argument is not one of its own.
 */
export type Command = (calling: Calling, args: readonly string[]) => Promise<ExitCode>;

/** Makes a command from its definition: it reads its arguments and answers `--help`. */
export function defineCommand<const O extends Options>(definition: Definition<O>): Command {
  return async (calling, args) => {
    if (args.includes('--help') || args.includes('-h')) {
      process.stdout.write(`${helpOf(calling, definition)}\n`);
      return exitCodes.fine;
    }
    const { values, positionals } = parse(calling.name, definition.options, args);
    return definition.run(values, positionals);
  };
}

function parse<const O extends Options>(name: string, options: O, args: readonly string[]): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const fault = error instanceof Error ? error.message.split('. To specify')[0] : String(error);
    throw new CommandError(`${fault}. See: ledger ${name} --help`);
  }
}

function helpOf({ name, summary }: Calling, { usage, options, examples }: Definition<Options>): string {
  const rows = Object.entries(options).map(([option, { value, short, help }]): [string, string] => [
    `${short ? `-${short}, ` : ''}--${option}${value ? ` ${value}` : ''}`,
    help,
  ]);
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return [
    summary,
    '',
    'Usage',
    ...usage.map((form) => `  ledger ${name} ${form}`.trimEnd()),
    ...(rows.length === 0 ? [] : ['', 'Options', ...rows.map(([l, r]) => `  ${l.padEnd(width)}  ${r}`)]),
    ...(examples.length === 0 ? [] : ['', 'Examples', ...examples.map((example) => `  ledger ${example}`)]),
  ].join('\n');
}
