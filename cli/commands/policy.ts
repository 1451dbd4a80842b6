import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { LedgerAddress } from '../../shared/address/address.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import { createLedgerEventMapper } from '../../shared/intake/ledger-event.ts';
import { type ComparedPolicies, changedLists } from '../../shared/ledger/policy/comparison.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import type { ListVerdict } from '../../shared/ledger/policy/list-verdict.ts';
import { type AddressRecord, emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { eventIdHash } from '../../shared/ledger/record/event-id.ts';
import { mergeEvents } from '../../shared/ledger/record/merge-events.ts';
import { rangeOf, withArchiveRange } from '../archive.ts';
import { readReportedEvents } from '../archive-events.ts';
import { addExamples, type CommandSetup, wholeNumber } from '../command.ts';
import { loadConfiguration } from '../configuration.ts';
import { openTarget, withTarget } from '../target/target.ts';
import { paint, print, printJson, printTable } from '../terminal.ts';
import { listName, untilWhen } from '../verdict.ts';

export const policy: CommandSetup = (command) => {
  const simulate = command.command('simulate').description('Compare a changed policy with the current one.');
  addExamples(simulate, 'policy simulate --config ledger.config.new.ts --since 90d');
  withTarget(withArchiveRange(simulate))
    .requiredOption('--config <file>', 'The changed configuration.')
    .option('--against <file>', 'The current configuration. Default: ledger.config.ts.')
    .option('--show <n>', 'Number of changed addresses to show.', wholeNumber('--show', 0, 100_000), 20)
    .option('--json', 'Print JSON: {"addresses","changed","suppressed","released","altered","examples"}.')
    .action(async ({ config, against, show, json, ...options }) => {
      const now = Date.now();
      const range = rangeOf(options, now);
      const current = loadConfiguration(against);
      const changed = loadConfiguration(config);
      const resources = await (await openTarget(options)).resources();
      const records = new Map<LedgerAddress, AddressRecord>();
      // Nothing of this is stored: any key will do.
      const hashId = eventIdHash(randomUUID());
      const toLedgerEvent = createLedgerEventMapper(await openClassifier(current.codes), current);
      await readReportedEvents(resources, current, range, now, (reported, context) => {
        const mapped = toLedgerEvent(reported, context);
        if ('refused' in mapped || mapped.event.kind === 'other') return;
        const { event } = mapped;
        records.set(event.address, mergeEvents(records.get(event.address) ?? emptyRecord, [event], hashId));
      });
      const policies = {
        current: compilePolicy(current),
        changed: compilePolicy(changed),
        lists: [...current.lists, ...changed.lists].map(({ name }) => name),
      };
      const result = compare(records, policies, Math.floor(now / 1000));
      if (json) printJson({ ...result, examples: result.examples.slice(0, show) });
      else {
        report(result, show);
        if (!isDeepStrictEqual(current.codes, changed.codes)) {
          print(
            'Codes or rules differ, too, and are not in these figures. See: bounce-ledger codes diff --help',
          );
        }
      }
    });
};

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
  readonly examples: readonly Example[];
}

function compare(
  records: ReadonlyMap<LedgerAddress, AddressRecord>,
  policies: ComparedPolicies,
  now: number,
): Comparison {
  const examples = [...records].flatMap(([address, record]): readonly Example[] => {
    const changes = changedLists(record, policies, now);
    if (changes.length === 0) return [];
    const before = changes.flatMap(({ list, before: verdict }) => (verdict ? [{ ...verdict, list }] : []));
    const after = changes.flatMap(({ list, after: verdict }) => (verdict ? [{ ...verdict, list }] : []));
    return [{ address, change: changeOf(before, after), before, after }];
  });
  const count = (change: Change) => examples.filter((example) => example.change === change).length;
  return {
    addresses: records.size,
    changed: examples.length,
    suppressed: count('suppressed'),
    released: count('released'),
    altered: count('altered'),
    examples,
  };
}

function changeOf(before: readonly ListVerdict[], after: readonly ListVerdict[]): Change {
  if (before.length === 0) return 'suppressed';
  return after.length === 0 ? 'released' : 'altered';
}

function report(
  { addresses, changed, suppressed, released, altered, examples }: Comparison,
  shown: number,
): void {
  print(`${changed} of ${addresses} addresses would change: ${suppressed} suppressed, ${released} released,`);
  print(`${altered} suppressed for another reason or until another time.`);
  if (changed === 0 || shown === 0) return;
  print();
  const colours = { suppressed: 'red', released: 'green', altered: 'yellow' } as const;
  printTable(
    ['address', 'change', 'now', 'then'],
    examples
      .slice(0, shown)
      .map(({ address, change, before, after }) => [
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
