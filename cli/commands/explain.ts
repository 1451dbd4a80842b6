import * as v from 'valibot';
import { type AddressDocument, addressSchema } from '../../shared/api/documents.ts';
import { codesSchema, explanationSchema } from '../../shared/api/routes/codes.ts';
import { requireAddress } from '../address.ts';
import { type Meanings, meaningsOf } from '../codes.ts';
import { addExamples, type CommandSetup, exitCodes, exitWith } from '../command.ts';
import { espListings, printListings } from '../esp/listings.ts';
import { matchedWords } from '../explanation.ts';
import { openTarget, type Target, withTarget } from '../target/target.ts';
import { legible, paint, print, printJson, printTable } from '../terminal.ts';
import {
  codeOfEvent,
  codeOfVerdict,
  listName,
  meaningOfVerdict,
  moment,
  statusLabel,
  untilWhen,
} from '../verdict.ts';

export const explain: CommandSetup = (command) => {
  addExamples(
    command,
    'explain ann@example.com',
    'explain ann@example.com --esp',
    'explain ann@example.com --stack BounceLedger',
  );
  withTarget(command.argument('<address>'))
    .option('--list <name>', 'Ask for one list. Default: any list.')
    .option('--esp', "Show what each connected ESP's own suppression list says, asked now.")
    .option('--json', 'Print JSON; with --esp, the entries are in "esp".')
    .action(async (given, { list, esp, json, ...choice }) => {
      const address = requireAddress(given);
      const target = await openTarget(choice);
      const answer = v.parse(
        addressSchema,
        await target.ask({
          method: 'GET',
          path: `/v1/addresses/${encodeURIComponent(address)}`,
          query: { list, consistent: 'true' },
        }),
      );
      const listings = esp ? await espListings(target, address) : null;
      if (json) printJson(listings === null ? answer : { ...answer, esp: listings });
      else {
        await printAnswer(target, answer);
        if (listings !== null) printListings(listings);
      }
      if (answer.suppressed) exitWith(exitCodes.suppressed);
    });
};

/** What an answer needs beside it to be read: the codes' meanings, and what the deciding rule saw in the reply. */
interface ParsedEvents {
  readonly meanings: Meanings;
  readonly matched: string;
}

async function readReading(target: Target, { diagnostic, rule }: AddressDocument): Promise<ParsedEvents> {
  const { codes } = v.parse(codesSchema, await target.ask({ method: 'GET', path: '/v1/codes' }));
  const meanings = meaningsOf(codes);
  if (diagnostic === '') return { meanings, matched: '' };
  const { matched, reply } = v.parse(
    explanationSchema,
    await target.ask({ method: 'POST', path: '/v1/classify', body: { text: diagnostic } }),
  );
  const deciding = matched.find((match) => match.rule === rule);
  return { meanings, matched: matchedWords(reply, deciding?.spans ?? []) };
}

/** All of an answer, for people. */
export async function printAnswer(target: Target, answer: AddressDocument): Promise<void> {
  const reading = await readReading(target, answer);
  print(`${paint('bold', answer.address)}  ${statusLabel(answer)}`);
  for (const [name, value] of factsOf(answer, reading)) {
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
      event.actor === undefined ? event.rule : legible(`${event.actor}: ${event.reason ?? ''}`),
    ]),
  );
}

function factsOf(
  answer: AddressDocument,
  { meanings, matched }: ParsedEvents,
): ReadonlyArray<readonly [string, string]> {
  const { suppressed, list, since, until, reason, rule, diagnostic, advice, pendingUntil } = answer;
  return [
    ['list', listName(list)],
    ['since', moment(since)],
    ['until', suppressed ? untilWhen(until) : ''],
    ['pending', pendingUntil === null ? '' : `until ${moment(pendingUntil)}: its domain has a storm`],
    ['why', reason ?? ''],
    ['code', meaningOfVerdict(answer, meanings)],
    ['rule', rule ?? ''],
    ['reply', legible(diagnostic)],
    ['matched', legible(matched)],
    ['advice', advice],
  ];
}
