import { type Command, CommandError, exitCodes } from './command.ts';
import { paint } from './terminal.ts';

/** Every command, loaded when it is called: `classify` need not wait for the AWS SDK. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  explain: async () => (await import('./commands/explain.ts')).explain,
  suppress: async () => (await import('./commands/suppress.ts')).suppress,
  release: async () => (await import('./commands/suppress.ts')).release,
  erase: async () => (await import('./commands/erase.ts')).erase,
  classify: async () => (await import('./commands/classify.ts')).classify,
  receive: async () => (await import('./commands/receive.ts')).receive,
  'read-mail': async () => (await import('./commands/read-mail.ts')).readMail,
  trigger: async () => (await import('./commands/trigger.ts')).trigger,
  sources: async () => (await import('./commands/sources.ts')).sources,
  codes: async () => (await import('./commands/codes.ts')).codes,
  policy: async () => (await import('./commands/policy.ts')).policy,
  import: async () => (await import('./commands/import.ts')).importRows,
  export: async () => (await import('./commands/export.ts')).exportRows,
  replay: async () => (await import('./commands/replay.ts')).replay,
  dlq: async () => (await import('./commands/dlq.ts')).dlq,
  storms: async () => (await import('./commands/storms.ts')).storms,
};

async function overview(): Promise<string> {
  const rows = await Promise.all(
    Object.entries(commands).map(async ([name, load]): Promise<[string, string]> => {
      const { summary } = await load();
      return [name, summary];
    }),
  );
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    'One answer for each e-mail address over every e-mail service provider.',
    '',
    'Usage',
    '  npm run --silent ledger -- <command> [options]',
    '',
    'Commands',
    ...rows.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'They ask the local host at http://127.0.0.1:3000, --url URL (or LEDGER_URL) asks another, and --stack NAME a',
    'deployed stack. Exit codes: 0 fine, 10 an address is suppressed, 2 it did not work.',
    '`<command> --help` says more.',
  ].join('\n');
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(`${await overview()}\n`);
    return name === undefined ? exitCodes.error : exitCodes.fine;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new CommandError(`There is no command "${name}". See: ledger help`);
  return (await load()).run(name, rest);
}

// A reader that has seen enough (`| head`) closes the pipe; that is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.fine);
  throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const text = error instanceof CommandError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${paint('red', 'error', process.stderr)} ${text}\n`);
  process.exitCode = exitCodes.error;
}
