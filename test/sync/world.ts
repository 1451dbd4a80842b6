/** A ledger and an ESP with a lag, whose two lists drift apart and are brought together: for the property tests. */
import { compareLists } from '../../cli/sync/compare-lists.ts';
import { listedEntries } from '../../cli/sync/esp-side.ts';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import type { SyncSettings } from '../../shared/config/settings.ts';
import { createSuppressionApi } from '../../shared/esp-api/suppression-api.ts';
import type {
  EspSuppression,
  EspSuppressionReason,
  SupportedSuppressions,
  SuppressionApi,
} from '../../shared/esp-api/types.ts';
import { importMessage } from '../../shared/intake/import-messages.ts';
import { createProcessor } from '../../shared/intake/process.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import { ManualActionError } from '../../shared/ledger/policy/manual-action.ts';
import { providers } from '../../shared/providers/registry.ts';
import { memoryStore } from '../../shared/store/memory/memory-store.ts';
import { type ApplyPorts, applyChanges } from '../../shared/sync/apply-changes.ts';
import type { SyncWorkerDeps } from '../../shared/sync/continuous/sync-worker.ts';
import { knownAddresses, ownSuppression } from '../../shared/sync/known-addresses.ts';
import { takenInEvent } from '../../shared/sync/take-in.ts';
import type { KnownAddress, RememberedChange, SyncChange, SyncRules } from '../../shared/sync/types.ts';
import { address as ledgerAddress, STACK_KEY, usual, withoutSourceGuard } from '../ledger/events.ts';

export const SOURCE = 'esp';
const START = Date.UTC(2026, 4, 12, 12, 0, 7);
const settings = resolveSettings(localDefaults, { file: 'local-defaults.ts', baseDir: '.' });
const classifier = await openClassifier();

/** Ends a run where a process would have crashed. */
export class Crash extends Error {}

export interface WorldOptions {
  readonly capability: SupportedSuppressions;
  /** The ESP refuses to add these. */
  readonly refuses?: (address: string) => boolean;
  readonly allowInexact?: boolean;
}

export class World {
  readonly #capability: SupportedSuppressions;
  readonly #allowInexact: boolean;
  readonly #ledger;
  readonly #process;
  readonly #entries = new Map<string, EspSuppression>();
  /** Changes that the ESP has accepted and does not show yet. */
  readonly #pending: { readonly at: number; readonly make: () => void }[] = [];
  readonly #queue: string[] = [];
  readonly #remembered = new Map<string, RememberedChange[]>();
  readonly api: SuppressionApi;
  now = START;
  /** Changes that the API was asked for. */
  calls = 0;
  /** Entries that the API was asked to remove, with what both sides were at that time. */
  readonly removals: { readonly entry: EspSuppression; readonly known: KnownAddress | undefined }[] = [];
  /** Addresses that the ESP refused. */
  readonly refused = new Set<string>();
  /** What the API was asked to add, with what the ledger said at that time. */
  readonly additions: { readonly expiresAt: number | null; readonly known: KnownAddress | undefined }[] = [];
  /** Removals that plans showed, with the date of the entry. */
  readonly planned = new Set<string>();
  /** What the ESP or its operator did there: addresses with reasons. */
  readonly acts = new Set<string>();
  #serial = 0;

  constructor({ capability, refuses = () => false, allowInexact = false }: WorldOptions) {
    this.#capability = capability;
    this.#allowInexact = allowInexact;
    this.#ledger = createLedger({
      store: memoryStore(),
      settings: withoutSourceGuard(usual),
      stackKey: STACK_KEY,
      clock: () => this.now,
    });
    this.#process = createProcessor({
      settings,
      providers,
      classifier,
      ledger: this.#ledger,
      store: async () => undefined,
      deadLetter: async (body) => {
        throw new Error(`A dead letter: ${body}`);
      },
      requeue: async (body) => void this.#queue.push(body),
      signingKeys: async () => [],
      fetchObject: () => Promise.reject(new Error('No body here is an object.')),
    });
    const driver = (list: string) => ({
      page: async () => ({ entries: this.entries().filter((entry) => entry.list === list), next: null }),
      get: async (_: unknown, address: string) =>
        this.entries().filter((entry) => entry.list === list && entry.address === address),
      add: async (
        _: unknown,
        entries: readonly { address: string; expiresAt?: number; reason: EspSuppressionReason }[],
      ) =>
        Promise.all(
          entries.map(async ({ address, expiresAt, reason }) => {
            this.calls++;
            this.additions.push({ expiresAt: expiresAt ?? null, known: await this.knownOf(address) });
            if (refuses(address)) {
              this.refused.add(address);
              return { outcome: 'refused' as const, detail: 'Not this one.' };
            }
            const becomes = capability.add[reason]?.becomes ?? 'unknown';
            const at = this.now;
            this.#later(() => this.#put(address, list, becomes, at, expiresAt ?? null));
            return { outcome: 'accepted' as const };
          }),
        ),
      remove: async (_: unknown, refs: readonly { address: string }[]) => {
        const outcomes = [];
        for (const { address } of refs) {
          this.calls++;
          const entry = this.#entries.get(keyOf(address, list));
          if (entry !== undefined)
            this.removals.push({ entry, known: (await this.#known([address])).get(address) });
          this.#later(() => this.#entries.delete(keyOf(address, list)));
          outcomes.push({ outcome: 'accepted' as const });
        }
        return outcomes;
      },
    });
    this.api = createSuppressionApi({
      provider: SOURCE,
      title: 'The ESP',
      capability,
      lists: Object.fromEntries(capability.lists.map(({ name }) => [name, driver(name)])),
    });
  }

  /** What the ESP shows. */
  entries(): readonly EspSuppression[] {
    for (const change of this.#pending.splice(0)) {
      if (change.at > this.now) this.#pending.push(change);
      else change.make();
    }
    return [...this.#entries.values()].filter(({ expiresAt }) => expiresAt === null || expiresAt > this.now);
  }

  entriesOf(address: string): readonly EspSuppression[] {
    return this.entries().filter((entry) => entry.address === address);
  }

  knownOf = async (address: string): Promise<KnownAddress | undefined> =>
    (await this.#known([address])).get(address);

  isRemembered(entry: EspSuppression): boolean {
    return (this.#remembered.get(entry.address) ?? []).some(
      ({ action, list, as }) => action === 'add' && list === entry.list && as === entry.reason,
    );
  }

  /** An entry that the ESP, or an operator there, made. */
  addThere(address: string, list: string, reason: EspSuppressionReason): void {
    const expires = this.#capability.lists.find(({ name }) => name === list)?.expires === 'always';
    this.acts.add(keyOf(address, reason));
    this.#put(address, list, reason, this.now, expires ? this.now + 30 * 86_400_000 : null);
  }

  removeThere(address: string): void {
    for (const [key, entry] of this.#entries) if (entry.address === address) this.#entries.delete(key);
  }

  async report(source: string, fields: object): Promise<void> {
    const occurredAt = new Date(this.now).toISOString();
    const id = `event-${this.#serial++}`;
    this.#queue.push(await importMessage(source, [{ id, occurredAt, ...fields }], this.now));
    await this.deliver(1);
  }

  async decide(action: 'suppress' | 'release', address: string, proof?: string): Promise<void> {
    const request = { action, list: '*', actor: 'ops', note: 'test', ...(proof && { proof }) } as const;
    await this.#ledger.applyManualAction(ledgerAddress(address), request).catch((error: unknown) => {
      if (!(error instanceof ManualActionError)) throw error;
    });
  }

  /** The queue's messages reach the processor, each so many times. */
  async deliver(times: number): Promise<void> {
    for (const body of this.#queue.splice(0)) {
      for (let time = 0; time < times; time++) {
        const { failed } = await this.#process([{ id: `m${this.#serial++}`, body, sentAt: this.now }]);
        if (failed.size > 0) throw new Error('A message was not recorded.');
      }
    }
  }

  async plan({ repeatsPages = false } = {}): Promise<readonly SyncChange[]> {
    const rules: SyncRules = {
      source: SOURCE,
      list: '*',
      capability: this.#capability,
      now: this.now,
      allowInexact: this.#allowInexact,
    };
    const counts = { listed: 0, suppressed: 0, notComparable: 0 };
    const lists = {
      theirs: this.#read(repeatsPages ? 2 : 1),
      ours: this.#listed(),
      lookUp: this.#known,
      remembered: { find: (address: string) => this.#remembered.get(address) ?? [] },
      rules,
    };
    const changes: SyncChange[] = [];
    for await (const compared of compareLists(lists, counts)) {
      for (const one of compared) changes.push(...one.changes);
    }
    for (const change of changes) {
      if (change.action === 'remove') {
        this.planned.add(keyOf(change.address, `${change.entry.list} ${change.entry.createdAt}`));
      }
    }
    return changes;
  }

  /** Applies changes; `crashAt` is the call at which the process ends, before or after the call's effect. */
  async apply(changes: readonly SyncChange[], crashAt: number | null = null): Promise<void> {
    let calls = 0;
    const call = async <T>(effect: () => Promise<T>): Promise<T> => {
      calls++;
      if (crashAt !== null && calls * 2 === crashAt) throw new Crash();
      const result = await effect();
      if (crashAt !== null && calls * 2 + 1 === crashAt) throw new Crash();
      return result;
    };
    const through = async function* <T>(results: AsyncIterable<T>): AsyncGenerator<T> {
      for await (const result of results) yield await call(async () => result);
    };
    const ports: ApplyPorts = {
      suppressions: {
        add: (entries, options) => through(this.api.add(entries, options)),
        remove: (refs) => through(this.api.remove(refs)),
        get: (address) => call(() => this.api.get(address)),
      },
      remembered: {
        add: (address, change) =>
          call(async () => {
            this.#remembered.set(address, [...(this.#remembered.get(address) ?? []), change]);
          }),
      },
      lookUp: (addresses) => call(() => this.#known(addresses)),
      takeIn: (taken) =>
        call(async () => {
          const events = taken.map(takenInEvent);
          this.#queue.push(await importMessage(SOURCE, events, this.now));
        }),
      audit: () => call(async () => undefined),
      clock: () => this.now,
      makeId: () => String(this.#serial++),
    };
    try {
      for await (const _ of applyChanges(changes, ports));
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }

  /** What the continuous sync works with, but its state and its queue. */
  workerDeps(sync: SyncSettings): Omit<SyncWorkerDeps, 'states' | 'send'> {
    return {
      sources: [SOURCE],
      open: async () => ({
        sync,
        rules: { source: SOURCE, list: '*', capability: this.#capability },
        suppressions: this.api,
        remembered: {
          find: async (address) => this.#remembered.get(address) ?? [],
          add: async (address, change) => {
            this.#remembered.set(address, [...(this.#remembered.get(address) ?? []), change]);
          },
        },
        takeIn: async (taken) => {
          this.#queue.push(await importMessage(SOURCE, taken.map(takenInEvent), this.now));
        },
        audit: async () => undefined,
      }),
      ledger: this.#ledger,
      addresses: {},
      clock: () => this.now,
      makeId: () => String(this.#serial++),
    };
  }

  #put(
    address: string,
    list: string,
    reason: EspSuppressionReason,
    createdAt: number,
    expiresAt: number | null,
  ): void {
    this.#entries.set(keyOf(address, list), { address, list, reason, createdAt, expiresAt, origin: reason });
  }

  #later(make: () => void): void {
    this.#pending.push({ at: this.now + this.#capability.lagSeconds * 500, make });
  }

  async *#read(times: number): AsyncGenerator<readonly EspSuppression[]> {
    for (let time = 0; time < times; time++) yield* listedEntries(this.api, this.#capability);
  }

  async *#listed() {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof this.listing>> = await this.listing(cursor);
      yield page.entries.map(({ address, ...verdict }) => ({ address, ...ownSuppression(verdict) }));
      cursor = page.cursor;
    } while (cursor !== null);
  }

  listing(cursor: string | null) {
    return this.#ledger.listSuppressions({ list: '*', ...(cursor !== null && { cursor }) });
  }

  readonly #known = (addresses: readonly string[]) =>
    knownAddresses(
      this.#ledger,
      '*',
      addresses.flatMap((text) => toLedgerAddress(text) ?? []),
    );
}

export function keyOf(address: string, list: string): string {
  return `${address} ${list}`;
}
