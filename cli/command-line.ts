/** Runs a command: arguments in, an exit code out. */
import { CommanderError } from '@commander-js/extra-typings';
import { describeAwsError, isAwsError } from './aws-error.ts';
import { CommandError, exitCodes } from './command.ts';
import { completeWith, createProgram } from './program.ts';
import { paint } from './terminal.ts';

// A reader that closes the pipe (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
});

/** Runs the command of `args`, and sets the exit code of the process. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    await run(args);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.failed;
    } else {
      process.stderr.write(`${paint('red', 'error', process.stderr)} ${messageOf(error)}\n`);
      process.exitCode = exitCodes.failed;
    }
  }
}

async function run(args: readonly string[]): Promise<void> {
  const [first, second] = args;
  if (first === 'complete') return completeWith(args.slice(1));
  const program = await createProgram({ called: first === 'help' ? second : first });
  await program.parseAsync(args, { from: 'user' });
}

/** Errors whose message says what to do; told by their names, so that what throws them need not be loaded. */
function isExplained(error: Error): boolean {
  return error instanceof CommandError || ['EspApiError', 'InvalidSecretError'].includes(error.name);
}

function messageOf(error: unknown): string {
  if (isAwsError(error)) return describeAwsError(error);
  if (!(error instanceof Error)) return String(error);
  return isExplained(error) ? error.message : (error.stack ?? error.message);
}
