import * as v from 'valibot';
import {
  type CheckResult,
  checkResultsSchema,
  MAX_CHECKED_ADDRESSES,
} from '../../shared/api/routes/check.ts';
import {
  addExamples,
  CommandError,
  type CommandSetup,
  type ExitCode,
  exitCodes,
  exitWith,
} from '../command.ts';
import { linesOf, mapConcurrent, writeOut } from '../streams.ts';
import { openTarget, type Target, withTarget } from '../target/target.ts';
import { legible, paint, startProgress, TableStream } from '../terminal.ts';
import { codeOfVerdict, listName, moment, standing, untilWhen } from '../verdict.ts';

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
      const ask = checker(await openTarget(choice), list);
      const output = json ? new JsonArrayOutput() : new TableOutput();
      const isTyped = !given.includes('-');
      const addresses = isTyped ? given : linesOf(process.stdin);
      const progress = startProgress('Checking', isTyped ? given.length : 0);
      let worst: ExitCode = exitCodes.ok;
      let done = 0;
      let isEmpty = true;
      for await (const results of mapConcurrent(batchesOf(addresses), CALLS_IN_FLIGHT, ask)) {
        isEmpty = false;
        await output.write(results);
        done += results.length;
        progress.step(done, done);
        if (results.some((result) => 'error' in result)) worst = exitCodes.failed;
        else if (worst === exitCodes.ok && results.some((one) => 'suppressed' in one && one.suppressed))
          worst = exitCodes.suppressed;
      }
      progress.stop();
      if (isEmpty)
        throw new CommandError('Give addresses, or "-" to read them from standard input, one a line.');
      await output.end();
      exitWith(worst);
    });
};

/** Calls of the API on their way at once. */
const CALLS_IN_FLIGHT = 8;

function checker(
  target: Target,
  list: string | undefined,
): (batch: readonly string[]) => Promise<readonly CheckResult[]> {
  return async (batch) => {
    const answer = await target.ask({
      method: 'POST',
      path: '/v1/check',
      body: { addresses: batch, ...(list !== undefined && { list }) },
    });
    return v.parse(checkResultsSchema, answer).results;
  };
}

/** Addresses in as many as one call takes; empty lines are left out. */
async function* batchesOf(
  addresses: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  for await (const line of addresses) {
    const address = line.trim();
    if (address === '') continue;
    batch.push(address);
    if (batch.length < MAX_CHECKED_ADDRESSES) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Where results go, batch by batch, so that memory stays flat. */
interface Output {
  write(results: readonly CheckResult[]): Promise<void>;
  end(): Promise<void>;
}

class JsonArrayOutput implements Output {
  #isFirst = true;

  async write(results: readonly CheckResult[]): Promise<void> {
    const text = results.map((result) => JSON.stringify(result)).join(',\n');
    await writeOut(`${this.#isFirst ? '[' : ',\n'}${text}`);
    this.#isFirst = false;
  }

  async end(): Promise<void> {
    await writeOut(']\n');
  }
}

class TableOutput implements Output {
  #table: TableStream | undefined;

  async write(results: readonly CheckResult[]): Promise<void> {
    const rows = results.map(rowOf);
    this.#table ??= new TableStream(
      ['address', 'verdict', 'list', 'since (UTC)', 'until (UTC)', 'code', 'reason'],
      rows,
    );
    await writeOut(this.#table.format(rows));
  }

  async end(): Promise<void> {}
}

function rowOf(result: CheckResult): readonly string[] {
  if ('error' in result)
    return [legible(result.address), paint('red', 'error'), '', '', '', '', result.error];
  const { address, list, since, until, reason, suppressed } = result;
  return [
    legible(address),
    standing(result),
    listName(list),
    moment(since),
    suppressed ? untilWhen(until) : '',
    codeOfVerdict(result),
    reason ?? '',
  ];
}
