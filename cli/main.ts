import { enableCompileCache } from 'node:module';
import { awsFaultInWords, isAwsFault } from './aws-error.ts';
import { type Command, CommandError, exitCodes } from './command.ts';
import { paint } from './terminal.ts';

// What a command waits for most is its own start: keep what was compiled.
enableCompileCache();

interface Entry {
  /** One line: what it is for. */
  readonly summary: string;
  /** A command's file is loaded when it is called: `classify` need not wait for the AWS SDK. */
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  check: {
    summary: 'Says which addresses are suppressed; exit code 10 when any is.',
    load: async () => (await import('./commands/check.ts')).check,
  },
  explain: {
    summary: 'Tells all that is known of an address: verdict, why, evidence, advice.',
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  suppress: {
    summary: 'Suppresses an address by hand.',
    load: async () => (await import('./commands/suppress.ts')).suppress,
  },
  release: {
    summary: 'Releases an address by hand.',
    load: async () => (await import('./commands/suppress.ts')).release,
  },
  erase: {
    summary: 'Forgets an address: its record, and every copy in the archive and the audit trail.',
    load: async () => (await import('./commands/erase.ts')).erase,
  },
  classify: {
    summary: 'Says what failure code a reply has, and why.',
    load: async () => (await import('./commands/classify.ts')).classify,
  },
  receive: {
    summary: 'Proves and reads webhooks as they came; stores nothing.',
    load: async () => (await import('./commands/receive.ts')).receive,
  },
  'read-mail': {
    summary: 'Reads raw bounce mails and feedback reports: a line of JSON a recipient.',
    load: async () => (await import('./commands/read-mail.ts')).readMail,
  },
  trigger: {
    summary: "Sends a source events in its ESP's name, correctly signed.",
    load: async () => (await import('./commands/trigger.ts')).trigger,
  },
  sources: {
    summary: 'Lists webhooks, adds one, and changes its secret without losing an event.',
    load: async () => (await import('./commands/sources.ts')).sources,
  },
  codes: {
    summary: 'Lists the failure codes; checks, tests and compares rules of your own.',
    load: async () => (await import('./commands/codes.ts')).codes,
  },
  policy: {
    summary: 'Says what a changed policy would do to the addresses in the archive; changes nothing.',
    load: async () => (await import('./commands/policy.ts')).policy,
  },
  import: {
    summary: 'Takes in suppression lists as CSV, JSON or JSON lines, as ESPs and this ledger export them.',
    load: async () => (await import('./commands/import.ts')).importRows,
  },
  export: {
    summary: 'Writes the suppressed addresses to standard output, for a file or for an ESP.',
    load: async () => (await import('./commands/export.ts')).exportRows,
  },
  replay: {
    summary: 'Sends the raw archive through the processor again, so that a mended rule mends the ledger.',
    load: async () => (await import('./commands/replay.ts')).replay,
  },
  dlq: {
    summary: 'Shows what could not be processed, and sends it back once the fault is mended.',
    load: async () => (await import('./commands/dlq.ts')).dlq,
  },
  storms: {
    summary: "Shows or decides a domain's storm: many addresses turned permanent within minutes.",
    load: async () => (await import('./commands/storms.ts')).storms,
  },
  pages: {
    summary: 'Writes the documentation page of every ESP from the code that reads it.',
    load: async () => (await import('./commands/pages.ts')).pages,
  },
};

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    'One answer for each e-mail address over every e-mail service provider.',
    '',
    'Usage',
    '  npm run --silent ledger -- <command> [options]',
    '',
    'Commands',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'They ask the local host at http://127.0.0.1:3000, --url URL (or LEDGER_URL) asks another, and --stack NAME a',
    'deployed stack. Exit codes: 0 fine, 10 an address is suppressed, 2 it did not work.',
    '`<command> --help` says more.',
  ].join('\n');
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(`${overview()}\n`);
    return name === undefined ? exitCodes.error : exitCodes.fine;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw new CommandError(`There is no command "${name}". See: ledger help`);
  const command = await entry.load();
  return command({ name, summary: entry.summary }, rest);
}

// A reader that has seen enough (`| head`) closes the pipe; that is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.fine);
  throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const text = isAwsFault(error)
    ? awsFaultInWords(error)
    : error instanceof CommandError
      ? error.message
      : error instanceof Error
        ? error.stack
        : error;
  process.stderr.write(`${paint('red', 'error', process.stderr)} ${text}\n`);
  process.exitCode = exitCodes.error;
}
