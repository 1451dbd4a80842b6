/**
 * Brings an ESP's list and the ledger together without holding either: both are written to disk in parts by a hash of
 * the address, and compared part by part.
 */
import { type AddressOptions, toLedgerAddress } from '../../shared/address/address.ts';
import type { EspSuppression } from '../../shared/esp-api/types.ts';
import { compareSides, sidesNeedLookUp } from '../../shared/sync/compare-sides.ts';
import type { LoadedChanges } from '../../shared/sync/remembered-changes.ts';
import type { Comparison, KnownAddress, OwnSuppression, SyncRules } from '../../shared/sync/types.ts';
import { ahead, mapConcurrent } from '../streams.ts';
import { JoinedPart, type Ours, type Theirs } from './joined-part.ts';
import { PARTS, SideFile } from './side-file.ts';
import { writeEntry, writeSuppression } from './side-records.ts';

/** Addresses that are compared together: as many as a call of the ledger takes. */
const BATCH_SIZE = 1_000;
const LOOK_UPS_IN_FLIGHT = 8;

/** A row of the ledger's listing. */
export interface ListedSuppression extends OwnSuppression {
  /** Null where addresses are stored as hashes. */
  readonly address: string | null;
}

export interface ComparedLists {
  /** Pages. */
  readonly theirs: AsyncIterable<readonly EspSuppression[]>;
  /** Pages. */
  readonly ours: AsyncIterable<readonly ListedSuppression[]>;
  readonly lookUp: (addresses: readonly string[]) => Promise<ReadonlyMap<string, KnownAddress>>;
  readonly remembered: Pick<LoadedChanges, 'find'>;
  readonly rules: SyncRules;
  readonly addresses?: AddressOptions;
  /** For counts, which no event is made from: the ESP's texts are left out, and changes are only good to be counted. @default false */
  readonly isSlim?: boolean;
  /** Told how much has been read of each side. */
  readonly onRead?: (there: number, here: number) => void;
}

/** What cannot be brought together, and how long the lists are. */
export interface ListCounts {
  listed: number;
  suppressed: number;
  /** Entries of the ESP that are no address, and rows of the ledger that are hashes. */
  notComparable: number;
}

/**
 * Every address of either side, compared, some at a time, each when it is asked for. Both sides are read to their ends before the first comparison.
 *
 * @param counts filled while the sides are read
 */
export async function* compareLists(
  lists: ComparedLists,
  counts: ListCounts,
): AsyncGenerator<Iterable<Comparison>> {
  const theirs: Theirs = new SideFile();
  const ours: Ours = new SideFile();
  try {
    await Promise.all([writeTheirs(lists, theirs, counts), writeOurs(lists, ours, counts)]);
    const unknown = new UnknownEntries(lists);
    const batches = mapConcurrent(batchesOf(theirs, ours), LOOK_UPS_IN_FLIGHT, async (batch) => ({
      batch,
      found: await lookedUp(batch, lists),
    }));
    for await (const { batch, found } of batches) yield comparedBatch(batch, found, lists, unknown);
  } finally {
    theirs.close();
    ours.close();
  }
}

async function writeTheirs(
  { theirs, addresses = {}, isSlim = false, onRead }: ComparedLists,
  file: Theirs,
  counts: ListCounts,
): Promise<void> {
  for await (const page of ahead(theirs)) {
    counts.listed += page.length;
    onRead?.(counts.listed, counts.suppressed);
    for (const entry of page) {
      const key = toLedgerAddress(entry.address, addresses);
      if (key === null) counts.notComparable++;
      else writeEntry(file, key, entry, isSlim);
    }
  }
}

async function writeOurs({ ours, onRead }: ComparedLists, file: Ours, counts: ListCounts): Promise<void> {
  for await (const page of ahead(ours)) {
    counts.suppressed += page.length;
    onRead?.(counts.listed, counts.suppressed);
    for (const suppression of page) {
      const { address } = suppression;
      if (address === null) counts.notComparable++;
      else writeSuppression(file, address, suppression);
    }
  }
}

/** Addresses that are compared together. While they wait for an answer there are no objects of them. */
interface Batch {
  /** The ledger is asked for them first. */
  readonly isAsked: boolean;
  readonly parts: Map<JoinedPart, number[]>;
  size: number;
}

/** What the ledger was asked for. */
interface LookedUp {
  readonly addresses: readonly string[];
  readonly known: ReadonlyMap<string, KnownAddress>;
}

/** Every address of every part; batches are filled from one part to the next. */
async function* batchesOf(theirs: Theirs, ours: Ours): AsyncGenerator<Batch> {
  let asked = emptyBatch(true);
  let plain = emptyBatch(false);
  for (let number = 0; number < PARTS; number++) {
    const part = new JoinedPart(theirs, ours, number);
    for (const first of part.addresses()) {
      const batch = needsLookUp(part, first) ? asked : plain;
      const firsts = batch.parts.get(part);
      if (firsts === undefined) batch.parts.set(part, [first]);
      else firsts.push(first);
      batch.size++;
      if (batch.size < BATCH_SIZE) continue;
      yield batch;
      if (batch === asked) asked = emptyBatch(true);
      else plain = emptyBatch(false);
    }
  }
  yield plain;
  yield asked;
}

function emptyBatch(isAsked: boolean): Batch {
  return { isAsked, parts: new Map(), size: 0 };
}

function needsLookUp(part: JoinedPart, first: number): boolean {
  if (part.isOnlyThere(first)) return true;
  return !part.isOnlyHere(first) && sidesNeedLookUp(part.sides(first));
}

const NOT_ASKED: LookedUp = { addresses: [], known: new Map() };

async function lookedUp({ isAsked, parts, size }: Batch, { lookUp }: ComparedLists): Promise<LookedUp> {
  if (!isAsked || size === 0) return NOT_ASKED;
  const addresses = [...parts].flatMap(([part, firsts]) => firsts.map((first) => part.address(first)));
  return { addresses, known: await lookUp(addresses) };
}

/** One at a time: together they would be more than all that waits for an answer. */
function* comparedBatch(
  { parts }: Batch,
  { addresses, known }: LookedUp,
  lists: ComparedLists,
  unknown: UnknownEntries,
): Generator<Comparison> {
  let index = 0;
  for (const [part, firsts] of parts) {
    for (const first of firsts) {
      const address = addresses[index++] ?? part.address(first);
      const knownAddress = known.size === 0 ? null : (known.get(address) ?? null);
      const remembered = lists.remembered.find(address);
      const isUnknown = knownAddress === null && remembered.length === 0;
      const like = isUnknown ? unknown.like(part, first) : undefined;
      if (like !== undefined) {
        yield { ...like, address };
        continue;
      }
      const subject = { ...part.sides(first, address), known: knownAddress, remembered };
      const compared = compareSides(subject, lists.rules);
      if (isUnknown) unknown.keep(part, first, compared);
      yield* compared;
    }
  }
}

/**
 * The comparisons of entries that the ledger knows nothing of, where only counts are wanted: entries of the same list
 * and reason, without an end, stand alike, whatever their address.
 */
class UnknownEntries {
  readonly #compared = new Map<number, Comparison>();
  readonly #isCounted: boolean;
  readonly #before: number;

  constructor({ isSlim = false, rules: { now, capability } }: ComparedLists) {
    this.#isCounted = isSlim;
    this.#before = now - capability.lagSeconds * 1_000;
  }

  like(part: JoinedPart, first: number): Comparison | undefined {
    const kind = this.#kindOf(part, first);
    return kind === null ? undefined : this.#compared.get(kind);
  }

  keep(part: JoinedPart, first: number, [compared]: readonly Comparison[]): void {
    const kind = this.#kindOf(part, first);
    if (kind !== null && compared !== undefined) this.#compared.set(kind, compared);
  }

  #kindOf(part: JoinedPart, first: number): number | null {
    return this.#isCounted ? part.plainEntry(first, this.#before) : null;
  }
}
