import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { LedgerAddress } from '../../shared/address/address.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import type { ClassifiedEvent, ReportedEvent } from '../../shared/events/event.ts';
import { createClassifiedEventMapper, type IngestContext } from '../../shared/intake/classify-event.ts';
import { type ComparedPolicies, changedLists } from '../../shared/ledger/policy/comparison.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import type { ListVerdict } from '../../shared/ledger/policy/list-verdict.ts';
import { type AddressRecord, emptyRecord } from '../../shared/ledger/record/address-record.ts';
import type { EventIdHash } from '../../shared/ledger/record/event-id.ts';
import { mergeEvents } from '../../shared/ledger/record/merge-events.ts';
import { rangeOf, withArchiveRange } from '../archive.ts';
import { readReportedEvents } from '../archive-events.ts';
import { addExamples, type CommandSetup, wholeNumber } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { openResumeFolder, RESUME } from '../resume-folder.ts';
import { Spool } from '../spool.ts';
import { openTarget, withTarget } from '../target/target.ts';
import { paint, print, printJson, printTable } from '../terminal.ts';
import { listName, untilWhen } from '../verdict.ts';

export const policy: CommandSetup = (command) => {
  const simulate = command
    .command('simulate')
    .description('Compare the policy of --config, the changed file, with the current one.');
  addExamples(simulate, 'policy simulate --config ledger.config.new.ts --since 90d');
  withTarget(withArchiveRange(simulate))
    .requiredOption('--config <file>', 'The changed configuration.')
    .option('--against <file>', 'The current configuration. Default: ledger.config.ts.')
    .option('--show <n>', 'Number of changed addresses to show.', wholeNumber('--show', 0, 100_000), 20)
    .option('--resume <folder>', RESUME)
    .option('--json', 'Print JSON: {"addresses","changed","suppressed","released","altered","examples"}.')
    .action(async ({ config, against, show, json, resume, ...options }) => {
      const now = Date.now();
      const asked = rangeOf(options, now);
      const resumed = resume === undefined ? null : openResumeFolder(resume, asked, 'events');
      const current = loadConfiguration(against);
      const changed = loadConfiguration(config);
      const resources = await (await openTarget(options)).resources();
      const toClassifiedEvent = createClassifiedEventMapper(await openClassifier(current.codes), current);
      const events = new Spool<ClassifiedEvent>(resume, resumed?.sizes);
      try {
        const read = (reported: ReportedEvent, context: IngestContext) => {
          const mapped = toClassifiedEvent(reported, context);
          if ('refused' in mapped || mapped.event.kind === 'other') return;
          events.add(mapped.event.address, mapped.event);
        };
        const onRead = (key: string) => resumed?.onRead(key, () => events.flush());
        await readReportedEvents(resources, current, resumed?.range ?? asked, now, read, onRead);
        const policies = {
          current: compilePolicy(current),
          changed: compilePolicy(changed),
          lists: [...current.lists, ...changed.lists].map(({ name }) => name),
        };
        const result = compare(recordsOf(events), policies, { now: Math.floor(now / 1000), show });
        if (json) printJson(result);
        else report(result);
        events.remove();
      } catch (error) {
        if (resume === undefined) events.remove();
        throw error;
      }
      if (!json && !isDeepStrictEqual(current.codes, changed.codes)) {
        print(
          'Codes or rules differ, too, and are not in these figures. See: bounce-ledger codes diff --help',
        );
      }
    });
};

/** Without a key: nothing of this is stored, and a key costs twice as much. */
const hashId: EventIdHash = (id) => {
  const digest = hash('sha256', id, 'buffer');
  return { high: digest.readInt32BE(0), low: digest.readInt32BE(4) };
};

/** The record of each address, of all its events. */
function* recordsOf(events: Spool<ClassifiedEvent>): Generator<readonly [LedgerAddress, AddressRecord]> {
  for (const bucket of events.buckets()) {
    for (const own of bucket.values()) {
      const [first] = own;
      if (first !== undefined) yield [first.address, mergeEvents(emptyRecord, own, hashId)];
    }
  }
}

type Change = 'suppressed' | 'released' | 'altered';

/** An address with the lists about which the answer changes; a verdict names the list that was asked about. */
interface Example {
  readonly address: LedgerAddress;
  readonly change: Change;
  readonly before: readonly ListVerdict[];
  readonly after: readonly ListVerdict[];
}

interface Comparison extends Readonly<Record<Change, number>> {
  readonly addresses: number;
  readonly changed: number;
  /** The first of those that change. */
  readonly examples: readonly Example[];
}

function compare(
  records: Iterable<readonly [LedgerAddress, AddressRecord]>,
  policies: ComparedPolicies,
  { now, show }: { readonly now: number; readonly show: number },
): Comparison {
  const counts: Record<Change, number> = { suppressed: 0, released: 0, altered: 0 };
  const examples: Example[] = [];
  let addresses = 0;
  let changed = 0;
  for (const [address, record] of records) {
    addresses += 1;
    const changes = changedLists(record, policies, now);
    if (changes.length === 0) continue;
    const before = changes.flatMap(({ list, before: verdict }) => (verdict ? [{ ...verdict, list }] : []));
    const after = changes.flatMap(({ list, after: verdict }) => (verdict ? [{ ...verdict, list }] : []));
    const change = changeOf(before, after);
    counts[change] += 1;
    changed += 1;
    if (examples.length < show) examples.push({ address, change, before, after });
  }
  return { addresses, changed, ...counts, examples };
}

function changeOf(before: readonly ListVerdict[], after: readonly ListVerdict[]): Change {
  if (before.length === 0) return 'suppressed';
  return after.length === 0 ? 'released' : 'altered';
}

function report({ addresses, changed, suppressed, released, altered, examples }: Comparison): void {
  print(`${changed} of ${addresses} addresses would change: ${suppressed} suppressed, ${released} released,`);
  print(`${altered} suppressed for another reason or until another time.`);
  if (examples.length === 0) return;
  print();
  const colours = { suppressed: 'red', released: 'green', altered: 'yellow' } as const;
  printTable(
    ['address', 'change', 'now', 'then'],
    examples.map(({ address, change, before, after }) => [
      address,
      paint(colours[change], change),
      before.map(inWords).join('; '),
      after.map(inWords).join('; '),
    ]),
  );
}

function inWords({ suppressionReason, list, until }: ListVerdict): string {
  const end = untilWhen(until === null ? null : new Date(until * 1000).toISOString());
  return `${suppressionReason} on ${listName(list)}, ${until === null ? end : `until ${end}`}`;
}
