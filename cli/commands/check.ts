import * as v from 'valibot';
import {
  type CheckResult,
  checkResultsSchema,
  MAX_CHECKED_ADDRESSES,
} from '../../shared/api/routes/check.ts';
import { givenAddresses } from '../address.ts';
import { addExamples, type CommandSetup, exitCodes, exitWith } from '../command.ts';
import { openTarget, type Target, withTarget } from '../target/target.ts';
import { paint, printJson, printTable, startProgress } from '../terminal.ts';
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
      const addresses = await givenAddresses(given);
      const results = await checkAll(await openTarget(choice), addresses, list);
      if (json) printJson(results);
      else
        printTable(
          ['address', 'verdict', 'list', 'since (UTC)', 'until (UTC)', 'code', 'reason'],
          results.map(rowOf),
        );
      if (results.some((result) => 'error' in result)) exitWith(exitCodes.failed);
      else if (results.some((result) => 'suppressed' in result && result.suppressed))
        exitWith(exitCodes.suppressed);
    });
};

async function checkAll(
  target: Target,
  addresses: readonly string[],
  list: string | undefined,
): Promise<readonly CheckResult[]> {
  const progress = startProgress('Checking', addresses.length);
  try {
    const results: CheckResult[] = [];
    for (let start = 0; start < addresses.length; start += MAX_CHECKED_ADDRESSES) {
      const batch = addresses.slice(start, start + MAX_CHECKED_ADDRESSES);
      const answer = await target.ask({
        method: 'POST',
        path: '/v1/check',
        body: { addresses: batch, ...(list !== undefined && { list }) },
      });
      results.push(...v.parse(checkResultsSchema, answer).results);
      progress.step(results.length);
    }
    return results;
  } finally {
    progress.stop();
  }
}

function rowOf(result: CheckResult): readonly string[] {
  if ('error' in result) return [result.address, paint('red', 'error'), '', '', '', '', result.error];
  const { address, list, since, until, reason, suppressed } = result;
  return [
    address,
    standing(result),
    listName(list),
    moment(since),
    suppressed ? untilWhen(until) : '',
    codeOfVerdict(result),
    reason ?? '',
  ];
}
