/** `sync plan`: the comparison of one source, counted, with its changes in a file of their own. */
import type { SyncPlan } from '../../console/server/backend.ts';
import { SyncSummary } from '../../shared/sync/summary.ts';
import type { Comparison, SyncChange } from '../../shared/sync/types.ts';
import { boundHeapGrowth } from '../heap-growth.ts';
import { startCounter } from '../terminal.ts';
import { compareLists, type ListCounts } from './compare-lists.ts';
import { listedEntries } from './esp-side.ts';
import { JsonRows } from './json-rows.ts';
import { listedSuppressions } from './ledger-side.ts';
import type { SyncSource, UnreadableSource } from './sync-source.ts';

/** What a plan needs of a source. */
export type PlannedSource = Omit<SyncSource, 'resources' | 'stackKey'>;

/** A finished comparison. */
export interface Plan {
  readonly source: string;
  readonly title: string;
  /** Why the ESP's list could not be read; null where it was. */
  readonly unreadable: string | null;
  readonly summary: SyncSummary;
  readonly counts: ListCounts;
  /** The changes, read from disk as they are asked for; none unless they were asked to be kept. */
  readonly changes: () => Iterable<SyncChange>;
  /** Everything on which the two sides differ; nothing unless it was asked to be kept. */
  readonly differences: () => Iterable<Comparison>;
  readonly close: () => void;
}

export interface PlanOptions {
  /** What to keep beside the counts. @default 'changes' */
  readonly keep?: 'counts' | 'changes' | 'differences';
  /** @default the clock */
  readonly now?: number;
}

/** Reads both sides and compares them. */
export async function makePlan(
  source: PlannedSource | UnreadableSource,
  { keep = 'changes', now = Date.now() }: PlanOptions = {},
): Promise<Plan> {
  const changes = new JsonRows<SyncChange>();
  const differences = new JsonRows<Comparison>();
  const summary = new SyncSummary();
  const counts: ListCounts = { listed: 0, suppressed: 0, notComparable: 0 };
  const close = () => {
    changes.close();
    differences.close();
  };
  try {
    if ('reason' in source) await countUnreadable(source, counts);
    else {
      for await (const compared of comparisons(source, counts, { now, isSlim: keep === 'counts' })) {
        for (const one of compared) {
          summary.add(one);
          if (keep === 'changes') for (const change of one.changes) changes.add(change);
          if (keep === 'differences' && one.class !== 'both') differences.add(one);
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
    changes: () => changes,
    differences: () => differences,
    close,
  };
}

async function* comparisons(
  source: PlannedSource,
  counts: ListCounts,
  { now, isSlim }: { readonly now: number; readonly isSlim: boolean },
): AsyncGenerator<Iterable<Comparison>> {
  const { target, rules, suppressions, lookUp, addresses } = source;
  const counter = startCounter('entries');
  let read = 0;
  try {
    const lists = {
      theirs: listedEntries(suppressions, rules.capability),
      ours: listedSuppressions(target, rules.list),
      lookUp,
      remembered: await source.remembered(),
      rules: { ...rules, now },
      addresses,
      isSlim,
      onRead: (there: number, here: number) => {
        boundHeapGrowth();
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
  for await (const { length } of listedSuppressions(target, list)) {
    counts.suppressed += length;
    counts.notComparable += length;
  }
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
