import * as v from 'valibot';
import { type CheckResult, checkResultsSchema } from '../../shared/api/routes/check.ts';
import {
  addExamples,
  CommandError,
  type CommandSetup,
  type ExitCode,
  exitCodes,
  exitWith,
} from '../command.ts';
import { boundHeapGrowth } from '../heap-growth.ts';
import { lineBatches } from '../lines.ts';
import { mapConcurrent, writeOut } from '../streams.ts';
import { openTarget, type Target, withTarget } from '../target/target.ts';
import { legible, paint, startProgress, TableStream } from '../terminal.ts';
import { codeOfVerdict, listName, moment, statusLabel, untilWhen } from '../verdict.ts';

export const check: CommandSetup = (command) => {
  addExamples(
    command,
    'check ann@example.com bob@example.com',
    'check - --list newsletter --json < addresses.txt',
  );
  withTarget(command.argument('<address...>', 'addresses, or - for one a line on standard input'))
    .option('--list <name>', 'Ask for one list. Default: any list.')
    .option('--json', 'Print JSON: the results in order.')
    .action(async (given, { list, json, ...choice }) => {
      const output = json ? jsonArray() : table();
      const ask = checker(await openTarget(choice), list, output.toLines);
      const isTyped = !given.includes('-');
      const addresses = isTyped ? [given] : lineBatches(process.stdin);
      const progress = startProgress('Checking', isTyped ? given.length : 0);
      let worst: ExitCode = exitCodes.ok;
      let done = 0;
      const answers = mapConcurrent(batchesOf(addresses), CALLS_IN_FLIGHT, ask);
      try {
        for await (const { lines, count, exitCode } of answers) {
          await writeOut(output.separator() + lines);
          done += count;
          boundHeapGrowth();
          progress.step(done, done);
          if (worst !== exitCodes.failed && exitCode !== exitCodes.ok) worst = exitCode;
        }
      } finally {
        progress.stop();
      }
      if (done === 0)
        throw new CommandError('Give addresses, or "-" to read them from standard input, one a line.');
      await writeOut(output.end);
      exitWith(worst);
    });
};

/** Calls of the API on their way at once. */
const CALLS_IN_FLIGHT = 8;
/** Half of what one takes: eight answers are in memory at once. */
const ADDRESSES_A_CALL = 500;

/** What a call answered, as it is written: the answers themselves would be most of the memory. */
interface Checked {
  readonly lines: string;
  readonly count: number;
  readonly exitCode: ExitCode;
}

function checker(
  target: Target,
  list: string | undefined,
  toLines: Output['toLines'],
): (batch: readonly string[]) => Promise<Checked> {
  return async (batch) => {
    const answer = await target.ask({
      method: 'POST',
      path: '/v1/check',
      body: { addresses: batch, ...(list !== undefined && { list }) },
    });
    const { results } = v.parse(checkResultsSchema, answer);
    return { lines: toLines(results), count: batch.length, exitCode: exitCodeOf(results) };
  };
}

function exitCodeOf(results: readonly CheckResult[]): ExitCode {
  if (results.some((result) => 'error' in result)) return exitCodes.failed;
  return results.some((result) => 'suppressed' in result && result.suppressed)
    ? exitCodes.suppressed
    : exitCodes.ok;
}

/** Addresses in as many as one call takes; empty lines are left out. */
async function* batchesOf(
  lines: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  for await (const some of lines) {
    for (const line of some) {
      const address = line.trim();
      if (address === '') continue;
      batch.push(address);
      if (batch.length < ADDRESSES_A_CALL) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** How results are written, batch by batch. */
interface Output {
  readonly toLines: (results: readonly CheckResult[]) => string;
  /** What is written before the lines of a batch; called once a batch. */
  readonly separator: () => string;
  readonly end: string;
}

function jsonArray(): Output {
  let isFirst = true;
  return {
    toLines: (results) => results.map((result) => JSON.stringify(result)).join(',\n'),
    separator: () => {
      const separator = isFirst ? '[' : ',\n';
      isFirst = false;
      return separator;
    },
    end: ']\n',
  };
}

const COLUMNS = ['address', 'verdict', 'list', 'since (UTC)', 'until (UTC)', 'code', 'reason'];

/** The first answer sets the widths of the columns. */
function table(): Output {
  let stream: TableStream | undefined;
  let isFirst = true;
  return {
    toLines: (results) => {
      const rows = results.map(rowOf);
      stream ??= new TableStream(COLUMNS, rows);
      return stream.format(rows);
    },
    separator: () => {
      const head = isFirst ? (stream?.head ?? '') : '';
      isFirst = false;
      return head;
    },
    end: '',
  };
}

function rowOf(result: CheckResult): readonly string[] {
  if ('error' in result)
    return [legible(result.address), paint('red', 'error'), '', '', '', '', result.error];
  const { address, list, since, until, reason, suppressed } = result;
  return [
    legible(address),
    statusLabel(result),
    listName(list),
    moment(since),
    suppressed ? untilWhen(until) : '',
    codeOfVerdict(result),
    reason ?? '',
  ];
}
