/**
 * The continuous sync: a schedule starts a run, each page is one message that sends the next, and a changed verdict
 * reaches the other ESPs' lists by a message of its own.
 */
import { type AddressOptions, type LedgerAddress, toLedgerAddress } from '../../address/address.ts';
import type { SyncSettings } from '../../config/settings.ts';
import type { EspSuppression, SuppressionApi } from '../../esp-api/types.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { EVERY_LIST } from '../../ledger/policy/list-verdict.ts';
import { type ApplyPorts, applyChanges } from '../apply-changes.ts';
import { compareSides } from '../compare-sides.ts';
import { knownAddresses } from '../known-addresses.ts';
import type { RememberedChanges } from '../remembered-changes.ts';
import { kindsReporting } from '../take-in.ts';
import type { KnownAddress, SyncChange, SyncRules } from '../types.ts';
import type { StepMessage, SyncMessage, SyncStep } from './message.ts';
import type { RunState, RunStates } from './run-state.ts';

/** Entries that one run may remove at an ESP; of more, the operator decides with `sync apply`. */
export const MAX_REMOVALS_PER_RUN = 100;
/** Suppressions of the ledger in one step: each costs a call of the ESP. */
const LEDGER_PAGE = 100;
/** A run that has not moved for so long has stopped: the next start goes on with it. */
const STALE_MS = 3_600_000;
/** A repeated message sends the next step again only when that seems to have been lost. */
const LOST_MS = 300_000;
/** By how much a run looks back beyond the start of the last one. */
const LOOK_BACK_MS = 86_400_000;

/** A source whose ESP's list is kept in step. */
export interface SyncedSource {
  readonly sync: SyncSettings;
  readonly rules: Omit<SyncRules, 'now'>;
  readonly suppressions: SuppressionApi;
  readonly remembered: RememberedChanges;
  readonly takeIn: ApplyPorts['takeIn'];
  readonly audit: ApplyPorts['audit'];
}

export interface SyncWorkerDeps {
  /** The names of the sources that are kept in step. */
  readonly sources: readonly string[];
  /** Null where the source is no longer kept in step, or its ESP's API key is missing. */
  readonly open: (source: string) => Promise<SyncedSource | null>;
  readonly ledger: Pick<Ledger, 'getStatuses' | 'listSuppressions'>;
  readonly addresses: AddressOptions;
  readonly states: RunStates;
  readonly send: (message: StepMessage) => Promise<void>;
  readonly clock: () => number;
  readonly makeId: () => string;
}

/** What a message came to, in counts. */
export interface SyncCounts {
  read: number;
  takenIn: number;
  added: number;
  removed: number;
  refused: number;
  /** Removals that the bound of a run has left to the operator. */
  left: number;
}

/** Does one message; rejects where it is to be delivered again. */
export async function handleSyncMessage(message: SyncMessage, deps: SyncWorkerDeps): Promise<SyncCounts> {
  const counts: SyncCounts = { read: 0, takenIn: 0, added: 0, removed: 0, refused: 0, left: 0 };
  if (message.kind === 'start') await start(message.source, deps);
  else if (message.kind === 'step') await makeStep(message, deps, counts);
  else if (message.address !== null) await followChange(message.address, deps, counts);
  return counts;
}

/** Begins a run, or goes on with one that has stopped; one under way is left alone. */
async function start(source: string, { open, states, send, clock }: SyncWorkerDeps): Promise<void> {
  const synced = await open(source);
  if (synced === null) return;
  const state = await states.read(source);
  const now = clock();
  if (state?.next && now - state.updatedAt < STALE_MS) return;
  if (state?.next) {
    await send({ kind: 'step', source, run: state.run, number: state.number, step: state.next });
    return;
  }
  const next = firstStep(synced);
  if (next === null) return;
  await states.write(source, {
    run: now,
    next,
    number: 0,
    updatedAt: now,
    removed: 0,
    last: state?.last ?? null,
  });
  await send({ kind: 'step', source, run: now, number: 0, step: next });
}

async function makeStep(message: StepMessage, deps: SyncWorkerDeps, counts: SyncCounts): Promise<void> {
  const { source, run, number, step } = message;
  const state = await deps.states.read(source);
  if (state === null || state.run !== run || state.next === null) return;
  if (number !== state.number) {
    const isLost = number === state.number - 1 && deps.clock() - state.updatedAt >= LOST_MS;
    if (isLost) await deps.send({ ...message, number: state.number, step: state.next });
    return;
  }
  const synced = await deps.open(source);
  if (synced === null) return;
  const next =
    step.reads === 'esp'
      ? await readEspPage(step, synced, state, deps, counts)
      : await readLedgerPage(step, synced, state, deps, counts);
  const after: RunState = {
    ...state,
    next,
    number: number + 1,
    updatedAt: deps.clock(),
    removed: state.removed + counts.removed,
    last: next === null ? run : state.last,
  };
  await deps.states.write(source, after);
  if (next !== null) await deps.send({ ...message, number: after.number, step: next });
}

async function readEspPage(
  step: Extract<SyncStep, { reads: 'esp' }>,
  synced: SyncedSource,
  state: RunState,
  deps: SyncWorkerDeps,
  counts: SyncCounts,
): Promise<SyncStep | null> {
  const { entries, next } = await synced.suppressions.page(step.list, step.cursor);
  counts.read += entries.length;
  const byAddress = new Map<LedgerAddress, readonly EspSuppression[]>();
  for (const entry of entries) {
    const address = toLedgerAddress(entry.address, deps.addresses);
    if (address !== null) byAddress.set(address, [...(byAddress.get(address) ?? []), entry]);
  }
  const { list } = synced.rules;
  const known = await knownAddresses(deps.ledger, list, [...byAddress.keys()]);
  const changes: SyncChange[] = [];
  for (const [address, theirs] of byAddress) {
    changes.push(...(await changesOf(address, theirs, known.get(address) ?? null, synced, deps)));
  }
  await apply(changes, synced, deps, counts, MAX_REMOVALS_PER_RUN - state.removed);
  return next === null ? stepAfter(step.list, synced) : { ...step, cursor: next };
}

/** What the ledger has suppressed since the last run and an event has not brought to the ESP. */
async function readLedgerPage(
  step: Extract<SyncStep, { reads: 'ledger' }>,
  synced: SyncedSource,
  state: RunState,
  deps: SyncWorkerDeps,
  counts: SyncCounts,
): Promise<SyncStep | null> {
  const since = Math.floor(((state.last ?? state.run) - LOOK_BACK_MS) / 1_000);
  const { entries, cursor } = await deps.ledger.listSuppressions({
    list: synced.rules.list,
    since,
    limit: LEDGER_PAGE,
    ...(step.cursor !== null && { cursor: step.cursor }),
  });
  const addresses = new Set(
    entries.flatMap(({ address }) => toLedgerAddress(address ?? '', deps.addresses) ?? []),
  );
  const known = await knownAddresses(deps.ledger, synced.rules.list, [...addresses]);
  for (const address of addresses) await follow(address, known.get(address) ?? null, synced, deps, counts);
  return cursor === null ? null : { ...step, cursor };
}

/** A changed verdict: each other ESP is asked for the address, and changed where it is configured. */
async function followChange(text: string, deps: SyncWorkerDeps, counts: SyncCounts): Promise<void> {
  const address = toLedgerAddress(text, deps.addresses);
  if (address === null) return;
  const failures: unknown[] = [];
  for (const source of deps.sources) {
    // An ESP that fails leaves the others to be changed; the message comes again for it.
    await followAt(source, address, deps, counts).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function followAt(
  source: string,
  address: LedgerAddress,
  deps: SyncWorkerDeps,
  counts: SyncCounts,
): Promise<void> {
  const synced = await deps.open(source);
  if (synced === null || (synced.sync.push.length === 0 && !synced.sync.lift)) return;
  const known = await knownAddresses(deps.ledger, synced.rules.list, [address]);
  await follow(address, known.get(address) ?? null, synced, deps, counts);
}

async function follow(
  address: LedgerAddress,
  known: KnownAddress | null,
  synced: SyncedSource,
  deps: SyncWorkerDeps,
  counts: SyncCounts,
): Promise<void> {
  const theirs = await synced.suppressions.get(address);
  const changes = await changesOf(address, theirs, known, synced, deps);
  // What is on the ESP's list is taken in by the run: here it may be older than what it shows.
  await apply(
    changes.filter(({ action }) => action !== 'take-in'),
    synced,
    deps,
    counts,
    MAX_REMOVALS_PER_RUN,
  );
}

/** The changes that the rules give and the configuration allows. */
async function changesOf(
  address: string,
  theirs: readonly EspSuppression[],
  known: KnownAddress | null,
  synced: SyncedSource,
  { clock }: SyncWorkerDeps,
): Promise<readonly SyncChange[]> {
  const rules: SyncRules = { ...synced.rules, now: clock(), isImmediate: true };
  const { list } = rules;
  const ours = known?.suppressed
    ? known.verdicts.filter((verdict) => verdict.list === list || verdict.list === EVERY_LIST)
    : [];
  const compare = (remembered: Awaited<ReturnType<RememberedChanges['find']>>) =>
    compareSides({ address, theirs, ours, known, remembered }, rules)
      .flatMap(({ changes }) => changes)
      .filter((change) => isAllowed(change, known, synced));
  // What is remembered costs a call, and can only take changes away or let an entry of ours be lifted.
  const mayMatter = compare([]).length > 0 || (synced.sync.lift && theirs.length > 0 && ours.length === 0);
  return mayMatter ? compare(await synced.remembered.find(address)) : [];
}

function isAllowed(change: SyncChange, known: KnownAddress | null, { sync, rules }: SyncedSource): boolean {
  if (change.action === 'take-in') return sync.takeIn;
  if (change.action === 'remove') return sync.lift;
  if (!sync.push.some((reason) => reason === change.reason)) return false;
  // The ESP that reported it has it itself.
  const kinds = kindsReporting(change.reason);
  return !known?.events.some(({ kind, source }) => source === rules.source && kinds.includes(kind));
}

async function apply(
  changes: readonly SyncChange[],
  { rules, suppressions, remembered, takeIn, audit }: SyncedSource,
  deps: SyncWorkerDeps,
  counts: SyncCounts,
  removals: number,
): Promise<void> {
  let allowed = Math.max(0, removals);
  const bounded = changes.filter(({ action }) => action !== 'remove' || allowed-- > 0);
  counts.left += changes.length - bounded.length;
  const lookUp = (addresses: readonly string[]) =>
    knownAddresses(
      deps.ledger,
      rules.list,
      addresses.flatMap((text) => toLedgerAddress(text, deps.addresses) ?? []),
    );
  const { clock, makeId } = deps;
  const ports: ApplyPorts = { suppressions, remembered, lookUp, takeIn, audit, clock, makeId };
  for await (const { change, outcome } of applyChanges(bounded, ports)) {
    if (outcome === 'refused') counts.refused++;
    else if (outcome === 'changed' || outcome === 'accepted') {
      counts[change.action === 'add' ? 'added' : change.action === 'remove' ? 'removed' : 'takenIn']++;
    }
  }
}

function readableLists({ rules, sync }: SyncedSource): readonly string[] {
  if (!sync.takeIn && !sync.lift) return [];
  return rules.capability.lists.filter(({ read }) => read === 'whole').map(({ name }) => name);
}

function firstStep(synced: SyncedSource): SyncStep | null {
  const [list] = readableLists(synced);
  return list === undefined ? ledgerStep(synced) : { reads: 'esp', list, cursor: null };
}

function stepAfter(list: string, synced: SyncedSource): SyncStep | null {
  const lists = readableLists(synced);
  const next = lists[lists.indexOf(list) + 1];
  return next === undefined ? ledgerStep(synced) : { reads: 'esp', list: next, cursor: null };
}

function ledgerStep({ sync }: SyncedSource): SyncStep | null {
  return sync.push.length > 0 ? { reads: 'ledger', cursor: null } : null;
}
