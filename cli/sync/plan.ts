/** `sync plan`: the comparison of one source, counted, with its changes in a file of their own. */
import type { SyncPlan } from '../../console/server/backend.ts';
import { readRememberedChanges } from '../../shared/sync/remembered-changes.ts';
import { SyncSummary } from '../../shared/sync/summary.ts';
import type { Comparison, SyncChange } from '../../shared/sync/types.ts';
import { startCounter } from '../terminal.ts';
import { compareLists, type ListCounts } from './compare-lists.ts';
import { listedSuppressions } from './ledger-side.ts';
import { RowFile } from './row-file.ts';
import type { SyncSource, UnreadableSource } from './sync-source.ts';

/** A finished comparison. */
export interface Plan {
  readonly source: string;
  readonly title: string;
  /** Why the ESP's list could not be read; null where it was. */
  readonly unreadable: string | null;
  readonly summary: SyncSummary;
  readonly counts: ListCounts;
  /** The changes, read from disk as they are asked for. */
  readonly changes: () => Iterable<SyncChange>;
  /** Everything on which the two sides differ; empty unless it was asked to be kept. */
  readonly differences: () => Iterable<Comparison>;
  readonly close: () => void;
}

export interface PlanOptions {
  /** Keeps every difference, not the changes alone. @default false */
  readonly keepDifferences?: boolean;
  /** @default the clock */
  readonly now?: number;
}

/** Reads both sides and compares them. */
export async function makePlan(
  source: SyncSource | UnreadableSource,
  { keepDifferences = false, now = Date.now() }: PlanOptions = {},
): Promise<Plan> {
  const [changes, differences] = RowFile.open(2);
  if (changes === undefined || differences === undefined) throw new RangeError('Two files were opened.');
  const summary = new SyncSummary();
  const counts: ListCounts = { listed: 0, suppressed: 0, notComparable: 0 };
  const close = () => {
    changes.close();
    differences.close();
  };
  try {
    if ('reason' in source) await countUnreadable(source, counts);
    else {
      for await (const compared of comparisons(source, counts, now)) {
        for (const one of compared) {
          summary.add(one);
          for (const change of one.changes) changes.write(JSON.stringify(change));
          if (keepDifferences && one.class !== 'both') differences.write(JSON.stringify(one));
        }
      }
    }
  } catch (error) {
    close();
    throw error;
  }
  summary.addNotComparable(counts.notComparable);
  return {
    source: source.name,
    title: source.title,
    unreadable: 'reason' in source ? source.reason : null,
    summary,
    counts,
    changes: () => parsedRows<SyncChange>(changes),
    differences: () => parsedRows<Comparison>(differences),
    close,
  };
}

async function* comparisons(
  source: SyncSource,
  counts: ListCounts,
  now: number,
): AsyncGenerator<readonly Comparison[]> {
  const { target, rules, suppressions, resources, lookUp, addresses } = source;
  const { connection, bucket } = resources;
  const stackKey = await source.stackKey();
  const counter = startCounter('entries');
  let read = 0;
  try {
    const remembered = await readRememberedChanges({ connection, bucket, stackKey, source: source.name });
    const lists = {
      theirs: suppressions.list(),
      ours: listedSuppressions(target, rules.list),
      lookUp,
      remembered,
      rules: { ...rules, now },
      addresses,
      onRead: (there: number, here: number) => {
        counter.add(there + here - read);
        read = there + here;
      },
    };
    yield* compareLists(lists, counts);
  } finally {
    counter.stop();
  }
}

/** Without a list there, nothing that is suppressed here has a second side. */
async function countUnreadable({ target, list }: UnreadableSource, counts: ListCounts): Promise<void> {
  for await (const _ of listedSuppressions(target, list)) {
    counts.suppressed++;
    counts.notComparable++;
  }
}

function* parsedRows<T>(file: RowFile): Generator<T> {
  for (const row of file.rows()) yield JSON.parse(row) as T;
}

/** A plan's counts, as `--json` and the console have them. */
export function planCounts({ source, summary }: Plan): Omit<SyncPlan, 'changes'> {
  return {
    source,
    onlyHere: summary.count('only-here'),
    onlyThere: summary.count('only-there'),
    both: summary.count('both'),
    differs: summary.count('differs'),
    tooRecent: summary.count('too-recent'),
    notComparable: summary.count('not-comparable'),
  };
}

/** A change, as `--json` and the console have it. */
export function planChange({ address, action, as, why }: SyncChange): SyncPlan['changes'][number] {
  return { address, action, as, why };
}
