/** A plan on the terminal, as CSV and as JSON; long ones are streamed. */
import type { SyncChange, SyncClass } from '../../shared/sync/types.ts';
import { guardedCell } from '../formula-guard.ts';
import { writeOut } from '../streams.ts';
import { csvLine } from '../suppression-lists/csv.ts';
import { counted, legible, paint, print, printTable } from '../terminal.ts';
import { type Plan, planChange, planCounts } from './plan.ts';

const classNames: Readonly<Record<SyncClass, string>> = {
  'only-here': 'only here',
  'only-there': 'only there',
  both: 'both',
  differs: 'differs',
  'too-recent': 'too recent',
  'not-comparable': 'not comparable',
};

const actionNames: Readonly<Record<SyncChange['action'], string>> = {
  add: 'add there',
  remove: 'remove there',
  'take-in': 'take in here',
};

/** Rows written to standard output at once. */
const ROWS_PER_WRITE = 1_000;

/** Counts by reason, with some addresses of each. */
export function printPlan(plan: Plan): void {
  const { source, title, summary, counts, unreadable } = plan;
  if (unreadable !== null) {
    print(`${source}: ${title} cannot be compared. ${unreadable}`);
    print(`${counted(counts.suppressed, 'suppression')} here, of which the ESP's list shows nothing.`);
    return;
  }
  print(
    `${paint('bold', source)}: ${counted(counts.listed, 'entry', 'entries')} at ${title}, ${counted(counts.suppressed, 'suppression')} here.`,
  );
  const rows = summary
    .rows()
    .map((row) => [
      classNames[row.class],
      row.here ?? '',
      row.there ?? '',
      row.count.toLocaleString('en-GB'),
      row.action === null ? '' : actionNames[row.action],
      row.why,
      row.class === 'both' ? '' : row.examples.map(legible).join(', '),
    ]);
  if (counts.notComparable > 0) {
    rows.push([
      classNames['not-comparable'],
      '',
      '',
      counts.notComparable.toLocaleString('en-GB'),
      '',
      'No single address.',
      '',
    ]);
  }
  if (rows.length > 0) {
    print();
    printTable(['', 'here', 'there', 'addresses', 'change', 'why', 'such as'], rows);
    print();
  }
  const changes = summary.totalChanges;
  if (changes === 0) print(summary.hasDrift ? 'There is nothing to change.' : 'The two lists agree.');
  else {
    const parts = (['add', 'remove', 'take-in'] as const).flatMap((action) =>
      summary.changes(action) === 0 ? [] : [`${summary.changes(action)} to ${actionNames[action]}`],
    );
    print(`${counted(changes, 'change')}: ${parts.join(', ')}. Apply: bounce-ledger sync apply ${source}`);
  }
}

/** One JSON document, its changes streamed. */
export async function writePlanJson(plan: Plan): Promise<void> {
  const head = JSON.stringify(planCounts(plan));
  await writeOut(`${head.slice(0, -1)},"changes":[`);
  let isFirst = true;
  for (const rows of inGroups(plan.changes())) {
    const text = rows.map((change) => JSON.stringify(planChange(change))).join(',');
    await writeOut(isFirst ? text : `,${text}`);
    isFirst = false;
  }
  await writeOut(']}\n');
}

/** Every difference, a line each. */
export async function writePlanCsv(plan: Plan): Promise<void> {
  await writeOut(`${csvLine(['address', 'class', 'here', 'there', 'action', 'as', 'why'])}\n`);
  for (const rows of inGroups(plan.differences())) {
    const lines = rows.flatMap(({ address, class: name, here, there, why, changes }) =>
      (changes.length === 0 ? [{ action: '', as: '', why }] : changes).map((change) =>
        csvLine(
          [address, name, here ?? '', there ?? '', change.action, change.as, change.why].map(guardedCell),
        ),
      ),
    );
    await writeOut(`${lines.join('\n')}\n`);
  }
}

function* inGroups<T>(items: Iterable<T>): Generator<readonly T[]> {
  let group: T[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length < ROWS_PER_WRITE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
