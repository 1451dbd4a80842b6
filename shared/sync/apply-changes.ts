/** Carries out a plan: each change with an audit line before and after it, and a result. */
import type { EspSuppression, NewSuppression, SuppressionApi, SuppressionResult } from '../esp-api/types.ts';
import { forEachConcurrent } from '../for-each-concurrent.ts';
import type { RememberedChanges } from './remembered-changes.ts';
import { areRemovedTogether, isSameEntry } from './removed-together.ts';
import type { AddChange, KnownAddress, RemoveChange, SyncChange, TakeInChange } from './types.ts';

/** Changes that are audited, remembered and made together. */
export const CHANGES_PER_BATCH = 500;
const REMEMBER_CONCURRENCY = 16;

/**
 * What became of a change. `changed`: made; `unchanged`: it was so already; `accepted`: the other side does it later;
 * `refused`: the ESP does not do it; `outdated`: one side has changed since the plan, and nothing was done.
 */
export interface ChangeResult {
  readonly change: SyncChange;
  readonly outcome: SuppressionResult['outcome'] | 'outdated';
  readonly detail?: string;
}

/** What is written of a change before it is made, and once more when its result is known. */
export interface ChangeAuditLine {
  readonly change: SyncChange;
  readonly result: ChangeResult | null;
}

export interface ApplyPorts {
  readonly suppressions: Pick<SuppressionApi, 'add' | 'remove' | 'get'>;
  readonly remembered: Pick<RememberedChanges, 'add'>;
  /** What the ledger knows, for the source's list; only addresses that have a record. */
  readonly lookUp: (addresses: readonly string[]) => Promise<ReadonlyMap<string, KnownAddress>>;
  /** Hands events to the ledger. */
  readonly takeIn: (changes: readonly TakeInChange[]) => Promise<void>;
  /** Stores the lines of a batch, in place of earlier ones of the same id. */
  readonly audit: (id: string, lines: readonly ChangeAuditLine[]) => Promise<void>;
  readonly clock: () => number;
  readonly makeId: () => string;
}

/**
 * Makes changes in order, in batches. A change of the ESP's list is made only where the ledger still says so: a removal
 * while nothing suppresses the address, an addition while the suppression that it is made for is there.
 * An interruption leaves a state that the next plan starts from.
 */
export async function* applyChanges(
  changes: Iterable<SyncChange> | AsyncIterable<SyncChange>,
  ports: ApplyPorts,
): AsyncGenerator<ChangeResult> {
  for await (const batch of batchesOf(changes)) {
    const id = ports.makeId();
    await ports.audit(
      id,
      batch.map((change) => ({ change, result: null })),
    );
    const results = await applyBatch(batch, ports);
    await ports.audit(
      id,
      results.map((result) => ({ change: result.change, result })),
    );
    yield* results;
  }
}

async function applyBatch(batch: readonly SyncChange[], ports: ApplyPorts): Promise<readonly ChangeResult[]> {
  const additions = batch.filter((change) => change.action === 'add');
  const removals = batch.filter((change) => change.action === 'remove');
  const takenIn = batch.filter((change) => change.action === 'take-in');
  const changing = [...additions, ...removals];
  const known =
    changing.length === 0
      ? new Map<string, KnownAddress>()
      : await ports.lookUp([...new Set(changing.map(({ address }) => address))]);
  const isCurrent = (change: AddChange | RemoveChange) => isStillDue(change, known.get(change.address));
  const results: ChangeResult[] = changing
    .filter((change) => !isCurrent(change))
    .map((change) => outdated(change, 'The ledger has changed since the plan.'));
  if (takenIn.length > 0) {
    await ports.takeIn(takenIn);
    for (const change of takenIn) results.push({ change, outcome: 'accepted' });
  }
  results.push(...(await add(additions.filter(isCurrent), ports)));
  results.push(...(await remove(removals.filter(isCurrent), ports)));
  return results;
}

/** Another suppression than the planned one may have an end that the ESP cannot hold, or a reason that it cannot say. */
function isStillDue(change: AddChange | RemoveChange, known: KnownAddress | undefined): boolean {
  if (change.action === 'remove') return !known?.suppressed;
  const { reason, list, until } = change.own;
  return (known?.verdicts ?? []).some(
    (verdict) => verdict.reason === reason && verdict.list === list && verdict.until === until,
  );
}

async function add(changes: readonly AddChange[], ports: ApplyPorts): Promise<readonly ChangeResult[]> {
  await remember(changes, ports);
  const entries = changes.map(
    ({ address, reason, expiresAt }): NewSuppression => ({
      address,
      reason,
      note: 'bounce-ledger',
      ...(expiresAt !== null && { expiresAt }),
    }),
  );
  // The plan has decided what may be added as something else.
  return combined(changes, ports.suppressions.add(entries, { allowInexact: true }));
}

async function remove(changes: readonly RemoveChange[], ports: ApplyPorts): Promise<readonly ChangeResult[]> {
  const results: ChangeResult[] = [];
  const standing: RemoveChange[] = [];
  for (const change of changes) {
    const entries = await ports.suppressions.get(change.entry.address);
    const why = whyOutdated(change, entries, changes);
    if (!entries.some((entry) => areRemovedTogether(entry, change.entry)))
      results.push({ change, outcome: 'unchanged' });
    else if (why !== null) results.push(outdated(change, why));
    else standing.push(change);
  }
  await remember(standing, ports);
  const refs = standing.map(({ entry: { address, list, id, scope, reason } }) => ({
    address,
    list,
    id,
    scope,
    reason,
  }));
  return [...results, ...(await combined(standing, ports.suppressions.remove(refs)))];
}

/** Before the change is made: an entry that appears after an interruption is known to be ours. */
async function remember(
  changes: readonly (AddChange | RemoveChange)[],
  { remembered, clock }: ApplyPorts,
): Promise<void> {
  await forEachConcurrent(changes, REMEMBER_CONCURRENCY, ({ address, action, as, ...change }) =>
    remembered.add(address, {
      action,
      as,
      list: 'entry' in change ? change.entry.list : change.list,
      at: clock(),
    }),
  );
}

const weights: Readonly<Record<SuppressionResult['outcome'], number>> = {
  unchanged: 0,
  changed: 1,
  accepted: 2,
  refused: 3,
};

/** One result a change, although the ESP answers once for each of its domains or streams: the one that says most. */
async function combined<T extends AddChange | RemoveChange>(
  changes: readonly T[],
  answers: AsyncIterable<SuppressionResult>,
): Promise<readonly ChangeResult[]> {
  const heaviest = new Map<string, SuppressionResult>();
  for await (const answer of answers) {
    const { address, list, scope } = answer;
    for (const key of [keyOf(address), keyOf(address, list), keyOf(address, list, scope)]) {
      const last = heaviest.get(key);
      if (last === undefined || weights[answer.outcome] > weights[last.outcome]) heaviest.set(key, answer);
    }
  }
  return changes.map((change): ChangeResult => {
    const answer = heaviest.get(
      'entry' in change
        ? keyOf(change.entry.address, change.entry.list, change.entry.scope)
        : keyOf(change.address),
    );
    if (answer === undefined) return { change, outcome: 'refused', detail: 'The ESP did not answer for it.' };
    const { outcome, detail } = answer;
    return { change, outcome, ...(detail !== undefined && { detail }) };
  });
}

function keyOf(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('\0');
}

/** Why the entry that a plan showed is not removed now; null where it is. @param planned what is removed with it */
function whyOutdated(
  { entry, address }: RemoveChange,
  present: readonly EspSuppression[],
  planned: readonly RemoveChange[],
): string | null {
  const found = present.find((one) => isSameEntry(one, entry));
  if (found === undefined) return 'Another entry has taken its place since the plan.';
  if (isNewer(found, entry)) return 'The entry is newer than the plan.';
  const isPlanned = (one: EspSuppression) =>
    planned.some((change) => change.address === address && isSameEntry(change.entry, one));
  return present.every((one) => !areRemovedTogether(one, entry) || isPlanned(one))
    ? null
    : 'Its removal would take away another entry of the address.';
}

function isNewer(found: EspSuppression, planned: EspSuppression): boolean {
  return found.createdAt !== null && planned.createdAt !== null && found.createdAt > planned.createdAt;
}

function outdated(change: SyncChange, detail: string): ChangeResult {
  return { change, outcome: 'outdated', detail };
}

async function* batchesOf(
  changes: Iterable<SyncChange> | AsyncIterable<SyncChange>,
): AsyncGenerator<readonly SyncChange[]> {
  let batch: SyncChange[] = [];
  for await (const change of changes) {
    // Entries of one address are removed together.
    if (batch.length >= CHANGES_PER_BATCH && batch.at(-1)?.address !== change.address) {
      yield batch;
      batch = [];
    }
    batch.push(change);
  }
  if (batch.length > 0) yield batch;
}
