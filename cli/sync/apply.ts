/** `sync apply`: carries a plan out within its bounds, and reads both sides again afterwards. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import { type ApplyPorts, applyChanges, type ChangeResult } from '../../shared/sync/apply-changes.ts';
import { createSyncAudit, type Stated } from '../../shared/sync/audit-trail.ts';
import { openRememberedChanges } from '../../shared/sync/remembered-changes.ts';
import { takenInEvent } from '../../shared/sync/take-in.ts';
import type { SyncChange, TakeInChange } from '../../shared/sync/types.ts';
import { sendImported } from '../send-imported.ts';
import type { SyncSource } from './sync-source.ts';

/** Changes that are read again one by one; of more, the next plan shows what is left. */
const MAX_CONFIRMED = 1_000;
const CONFIRM_CONCURRENCY = 4;
/** How often, and after how many milliseconds each, the ledger is asked whether it has recorded what was taken in. */
const TAKE_IN_TRIES = 10;
const TAKE_IN_WAIT = 500;

/** What became of a change, with what was read afterwards. */
export interface ConfirmedResult extends ChangeResult {
  /** Null where it was not read again. */
  readonly confirmed: boolean | null;
}

/** The ports of an application from the command line. */
export async function applyPorts(source: SyncSource, stated: Stated): Promise<ApplyPorts> {
  const { connection, bucket, auditBucket } = source.resources;
  const stackKey = await source.stackKey();
  return {
    suppressions: source.suppressions,
    remembered: openRememberedChanges({ connection, bucket, stackKey, source: source.name }),
    lookUp: source.lookUp,
    takeIn: (changes) => sendImported(source.resources, source.name, changes.map(takenInEvent)),
    audit: createSyncAudit({
      connection,
      bucket,
      auditBucket,
      stackKey: source.stackKey,
      source: source.name,
      list: source.rules.list,
      stored: source.addresses.stored,
      ...stated,
    }),
    clock: Date.now,
    makeId: randomUUID,
  };
}

/** Makes the changes, then reads the first thousand of them again. */
export async function applyPlan(
  source: SyncSource,
  changes: Iterable<SyncChange>,
  stated: Stated,
  onResult: (done: number) => void,
): Promise<readonly ConfirmedResult[]> {
  const results: ConfirmedResult[] = [];
  for await (const result of applyChanges(changes, await applyPorts(source, stated))) {
    results.push({ ...result, confirmed: null });
    onResult(results.length);
  }
  return results.length > MAX_CONFIRMED ? results : confirm(source, results);
}

async function confirm(
  source: SyncSource,
  results: readonly ConfirmedResult[],
): Promise<readonly ConfirmedResult[]> {
  const confirmed = [...results];
  const isMade = ({ outcome }: ChangeResult) => outcome === 'changed' || outcome === 'accepted';
  const there = results.flatMap((result, index) =>
    result.change.action !== 'take-in' && isMade(result) ? [{ result, index }] : [],
  );
  await forEachConcurrent(there, CONFIRM_CONCURRENCY, async ({ result, index }) => {
    confirmed[index] = { ...result, confirmed: await isThere(source, result) };
  });
  const taken = new Set(await takenIn(source, results));
  return confirmed.map((result) =>
    result.change.action === 'take-in' && isMade(result)
      ? { ...result, confirmed: taken.has(result.change.address) }
      : result,
  );
}

async function isThere({ suppressions }: SyncSource, { change }: ChangeResult): Promise<boolean> {
  if (change.action === 'take-in') return true;
  const address = change.action === 'remove' ? change.entry.address : change.address;
  const list = change.action === 'remove' ? change.entry.list : change.list;
  const entries = await suppressions.get(address);
  const stands = entries.some(
    (entry) => entry.list === list && (change.action === 'add' || entry.scope === change.entry.scope),
  );
  return stands === (change.action === 'add');
}

/** Those of the addresses that were taken in of which the ledger has the event. */
async function takenIn(source: SyncSource, results: readonly ChangeResult[]): Promise<readonly string[]> {
  const changes = results.flatMap(({ change }) => (change.action === 'take-in' ? [change] : []));
  const done: string[] = [];
  let waiting: readonly TakeInChange[] = changes;
  for (let attempt = 0; attempt < TAKE_IN_TRIES && waiting.length > 0; attempt++) {
    await delay(TAKE_IN_WAIT);
    const known = await source.lookUp(waiting.map(({ address }) => address));
    const isKnown = ({ address }: TakeInChange) =>
      known.get(address)?.events.some((event) => event.source === source.name) ?? false;
    done.push(...waiting.filter(isKnown).map(({ address }) => address));
    waiting = waiting.filter((change) => !isKnown(change));
  }
  return done;
}
