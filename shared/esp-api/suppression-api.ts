/**
 * Reads and changes an ESP's lists over drivers: one a list, with the few calls that differ between ESPs. Checks every
 * address before a driver sees it, sends no more a call than the ESP takes, and adds an entry as something else
 * only with `allowInexact`.
 */
import { EspApiError } from './errors.ts';
import { checkAddress, UnsafePathError } from './path.ts';
import type {
  EspSuppression,
  NewSuppression,
  SupportedSuppressions,
  SuppressionApi,
  SuppressionPage,
  SuppressionRef,
  SuppressionResult,
} from './types.ts';

export type Scope = string | undefined;
export type Outcome = Pick<SuppressionResult, 'outcome' | 'detail'>;

/** The calls of one list. Each takes addresses that are checked, and as many as the capability table allows. */
export interface SuppressionListDriver {
  /** `cursor` is null for the first page. */
  readonly page?: (scope: Scope, cursor: string | null) => Promise<SuppressionPage>;
  readonly get?: (scope: Scope, address: string) => Promise<readonly EspSuppression[]>;
  /** One outcome an entry, in the same order. */
  readonly add?: (scope: Scope, entries: readonly NewSuppression[]) => Promise<readonly Outcome[]>;
  readonly remove?: (scope: Scope, refs: readonly SuppressionRef[]) => Promise<readonly Outcome[]>;
}

export interface SuppressionApiDeps {
  readonly provider: string;
  readonly title: string;
  readonly capability: SupportedSuppressions;
  readonly lists: Readonly<Record<string, SuppressionListDriver>>;
  /** The parts that have lists of their own: domains, streams. @default the account */
  readonly scopes?: () => Promise<readonly Scope[]>;
  /** One call that finds an address on all lists. @default a call a list */
  readonly getEverywhere?: (scope: Scope, address: string) => Promise<readonly EspSuppression[]>;
}

/** The common suppression API over an ESP's drivers. */
export function createSuppressionApi(deps: SuppressionApiDeps): SuppressionApi {
  const scopes = rememberScopes(deps.scopes ?? (async () => [undefined]));

  async function page(list: string, cursor: string | null = null): Promise<SuppressionPage> {
    const read = driverOf(deps, list).page;
    if (read === undefined) {
      throw error(deps, 'unsupported', `The list "${list}" of ${deps.title} cannot be read as a whole.`);
    }
    const all = await scopes();
    const position = cursor === null ? { index: 0, inner: null } : positionOf(deps, cursor);
    const scope = all[position.index];
    if (position.index >= all.length) return { entries: [], next: null };
    const { entries, next } = await read(scope, position.inner);
    if (next !== null && next === position.inner) {
      throw error(deps, 'invalid-response', `${deps.title} repeats the same page of the list "${list}".`);
    }
    if (next !== null) return { entries, next: JSON.stringify([position.index, next]) };
    const following = position.index + 1;
    return { entries, next: following < all.length ? JSON.stringify([following, null]) : null };
  }

  async function* list(only?: string): AsyncIterable<EspSuppression> {
    const names = deps.capability.lists.filter(({ read }) => read === 'whole').map(({ name }) => name);
    for (const name of only === undefined ? names : [only]) {
      let cursor: string | null = null;
      do {
        const { entries, next }: SuppressionPage = await page(name, cursor);
        yield* entries;
        cursor = next;
      } while (cursor !== null);
    }
  }

  async function get(address: string): Promise<readonly EspSuppression[]> {
    checked(deps, address);
    const found: EspSuppression[] = [];
    for (const scope of await scopes()) {
      if (deps.getEverywhere) found.push(...(await deps.getEverywhere(scope, address)));
      else {
        for (const driver of Object.values(deps.lists)) {
          if (driver.get) found.push(...(await driver.get(scope, address)));
        }
      }
    }
    return found;
  }

  async function* add(
    entries: Iterable<NewSuppression> | AsyncIterable<NewSuppression>,
    { allowInexact = false }: { readonly allowInexact?: boolean } = {},
  ): AsyncIterable<SuppressionResult> {
    const batches = new Batches<NewSuppression>(() => deps.capability.addBulkSize);
    for await (const entry of entries) {
      checked(deps, entry.address);
      const as = deps.capability.add[entry.reason];
      const refusal = refusalOf(deps, entry, allowInexact);
      if (as === undefined || refusal !== null) {
        yield {
          address: entry.address,
          list: as?.list ?? '',
          outcome: 'refused',
          detail: refusal ?? undefined,
        };
        continue;
      }
      for (const scope of entry.scope === undefined ? await scopes() : [entry.scope]) {
        const full = batches.push(as.list, scope, entry);
        if (full) yield* addBatch(full);
      }
    }
    for (const batch of batches.rest()) yield* addBatch(batch);
  }

  async function* addBatch({ list, scope, items }: Batch<NewSuppression>): AsyncIterable<SuppressionResult> {
    const outcomes = (await driverOf(deps, list).add?.(scope, items)) ?? [];
    yield* resultsOf(deps, list, scope, items, outcomes);
  }

  async function* remove(
    refs: Iterable<SuppressionRef> | AsyncIterable<SuppressionRef>,
  ): AsyncIterable<SuppressionResult> {
    const batches = new Batches<SuppressionRef>((list) => capabilityOf(deps, list).remove?.bulkSize ?? 1);
    for await (const ref of refs) {
      checked(deps, ref.address);
      const { remove: able, title } = capabilityOf(deps, ref.list);
      if (able === null || (ref.reason !== undefined && able.refuses.includes(ref.reason))) {
        const detail = `${deps.title} lifts no entry of ${title}${able === null ? '' : ` with the reason ${ref.reason}`}.`;
        yield { address: ref.address, list: ref.list, scope: ref.scope, outcome: 'refused', detail };
        continue;
      }
      for (const scope of ref.scope === undefined ? await scopes() : [ref.scope]) {
        const full = batches.push(ref.list, scope, ref);
        if (full) yield* removeBatch(full);
      }
    }
    for (const batch of batches.rest()) yield* removeBatch(batch);
  }

  async function* removeBatch({
    list,
    scope,
    items,
  }: Batch<SuppressionRef>): AsyncIterable<SuppressionResult> {
    const outcomes = (await driverOf(deps, list).remove?.(scope, items)) ?? [];
    yield* resultsOf(deps, list, scope, items, outcomes);
  }

  return { list, page, get, add, remove };
}

/** Reads the scopes once, on first use; again after a failure. */
function rememberScopes(ask: () => Promise<readonly Scope[]>): () => Promise<readonly Scope[]> {
  let known: readonly Scope[] | null = null;
  return async () => {
    known ??= await ask();
    return known;
  };
}

interface Batch<T> {
  readonly list: string;
  readonly scope: Scope;
  readonly items: readonly T[];
}

/** Collects items by list and scope until a call is full. */
class Batches<T extends { readonly address: string }> {
  readonly #size: (list: string) => number;
  readonly #open = new Map<string, { list: string; scope: Scope; items: T[] }>();

  constructor(size: (list: string) => number) {
    this.#size = size;
  }

  push(list: string, scope: Scope, item: T): Batch<T> | null {
    const key = JSON.stringify([list, scope ?? null]);
    const batch = this.#open.get(key) ?? { list, scope, items: [] };
    batch.items.push(item);
    this.#open.set(key, batch);
    if (batch.items.length < this.#size(list)) return null;
    this.#open.delete(key);
    return batch;
  }

  rest(): Iterable<Batch<T>> {
    return this.#open.values();
  }
}

function refusalOf(deps: SuppressionApiDeps, entry: NewSuppression, allowInexact: boolean): string | null {
  const as = deps.capability.add[entry.reason];
  if (as === undefined) return `${deps.title} has no list that takes the reason ${entry.reason}.`;
  if (as.becomes !== entry.reason && !allowInexact) {
    return `${deps.title} can hold it as ${as.becomes} only, not as ${entry.reason}.`;
  }
  if (as.expiry === 'required' && entry.expiresAt === undefined) {
    return `${deps.title} takes no entry without an end.`;
  }
  if ((as.expiry ?? 'none') === 'none' && entry.expiresAt !== undefined) {
    return `${deps.title} takes no entry with an end.`;
  }
  return null;
}

function resultsOf(
  deps: SuppressionApiDeps,
  list: string,
  scope: Scope,
  items: readonly { readonly address: string }[],
  outcomes: readonly Outcome[],
): readonly SuppressionResult[] {
  if (outcomes.length !== items.length) {
    throw error(
      deps,
      'invalid-response',
      `${deps.title} did not answer for every address of the list "${list}".`,
    );
  }
  return items.map(({ address }, index) => ({
    address,
    list,
    scope,
    outcome: outcomes[index]?.outcome ?? 'refused',
    detail: outcomes[index]?.detail,
  }));
}

function capabilityOf(deps: SuppressionApiDeps, name: string) {
  const found = deps.capability.lists.find((list) => list.name === name);
  if (found !== undefined) return found;
  const names = deps.capability.lists.map((list) => list.name).join(', ');
  throw error(deps, 'settings', `${deps.title} has no list "${name}". It has: ${names}.`);
}

function driverOf(deps: SuppressionApiDeps, name: string): SuppressionListDriver {
  capabilityOf(deps, name);
  return deps.lists[name] ?? {};
}

/** A cursor may come from a queue or a file: it is checked like any input. */
function positionOf(deps: SuppressionApiDeps, cursor: string): { index: number; inner: string | null } {
  try {
    const [index, inner] = JSON.parse(cursor);
    if (Number.isSafeInteger(index) && index >= 0 && (inner === null || typeof inner === 'string')) {
      return { index, inner };
    }
  } catch {
    // Reported below.
  }
  throw error(deps, 'settings', 'Invalid cursor. Omit it to start at the first page.');
}

function checked(deps: SuppressionApiDeps, address: string): void {
  try {
    checkAddress(address);
  } catch (cause) {
    if (cause instanceof UnsafePathError) throw error(deps, 'settings', cause.message);
    throw cause;
  }
}

function error(deps: SuppressionApiDeps, kind: EspApiError['kind'], message: string): EspApiError {
  return new EspApiError({ kind, provider: deps.provider, message });
}
