import * as v from 'valibot';
import { CommandError, defineCommand, exitCodes } from '../command.ts';
import { type AddressAnswer, addressShape } from '../documents.ts';
import { openTarget, targetOptions } from '../target/target.ts';
import { paint, print, printJson, printTable } from '../terminal.ts';
import {
  codeOfEvent,
  codeOfVerdict,
  listName,
  meaningOfVerdict,
  moment,
  standing,
  untilWhen,
} from '../verdict.ts';

export const explain = defineCommand({
  usage: ['<address> [options]'],
  options: {
    list: { type: 'string', value: 'NAME', help: 'Ask for one list; any list unless told.' },
    json: { type: 'boolean', help: 'Prints JSON.' },
    ...targetOptions,
  },
  examples: ['explain ann@example.com', 'explain ann@example.com --stack BounceLedger'],
  run: async ({ list, json, ...choice }, [address, ...more]) => {
    if (address === undefined || more.length > 0) throw new CommandError('Give one address.');
    const target = await openTarget(choice);
    const answer = v.parse(
      addressShape,
      await target.ask({
        method: 'GET',
        path: `/v1/addresses/${encodeURIComponent(address)}`,
        query: { list, consistent: 'true' },
      }),
    );
    if (json) printJson(answer);
    else printAnswer(answer);
    return answer.suppressed ? exitCodes.suppressed : exitCodes.fine;
  },
});

/** All of an answer, for people. */
export function printAnswer(answer: AddressAnswer): void {
  print(`${paint('bold', answer.address)}  ${standing(answer)}`);
  for (const [name, value] of factsOf(answer)) {
    if (value) print(`  ${name.padEnd(10)} ${value}`);
  }
  if (answer.lists.length > 1) {
    print();
    printTable(
      ['list', 'why', 'code', 'since (UTC)', 'until (UTC)'],
      answer.lists.map((verdict) => [
        listName(verdict.list),
        verdict.reason,
        codeOfVerdict(verdict),
        moment(verdict.since),
        untilWhen(verdict.until),
      ]),
    );
  }
  if (answer.evidence.length === 0) return;
  print();
  printTable(
    ['when (UTC)', 'what', 'code', 'permanent', 'list', 'source', 'rule or reason'],
    answer.evidence.map((event) => [
      moment(event.occurredAt),
      event.kind,
      codeOfEvent(event),
      event.permanent === null ? '' : event.permanent ? 'yes' : 'no',
      listName(event.list),
      event.source,
      event.actor === undefined ? event.rule : `${event.actor}: ${event.reason ?? ''}`,
    ]),
  );
}

function factsOf(answer: AddressAnswer): ReadonlyArray<readonly [string, string]> {
  const { suppressed, list, since, until, reason, rule, diagnostic, advice, pendingUntil } = answer;
  return [
    ['list', listName(list)],
    ['since', moment(since)],
    ['until', suppressed ? untilWhen(until) : ''],
    ['pending', pendingUntil === null ? '' : `until ${moment(pendingUntil)}: its domain has a storm`],
    ['why', reason ?? ''],
    ['code', meaningOfVerdict(answer)],
    ['rule', rule ?? ''],
    ['reply', diagnostic],
    ['advice', advice],
  ];
}
