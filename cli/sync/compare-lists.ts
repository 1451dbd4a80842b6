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
import { partOf, RowFile } from './row-file.ts';
import { entryOfRow, rowOfEntry, rowOfSuppression, suppressionOfRow } from './rows.ts';

/** Parts on disk: of five million entries one holds some ten thousand. */
const PARTS = 512;
/** Addresses that are compared together: as many as a call of the ledger takes. */
const BATCH_SIZE = 1_000;
const LOOK_UPS_IN_FLIGHT = 4;

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
  /** Leaves the ESP's texts out: for counts, which no event is made from. @default false */
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
 * Every address of either side, compared, some at a time. Both sides are read to their ends before the first comparison.
 *
 * @param counts filled while the sides are read
 */
export async function* compareLists(
  lists: ComparedLists,
  counts: ListCounts,
): AsyncGenerator<readonly Comparison[]> {
  const [theirs, ours] = [new RowFile(PARTS), new RowFile(PARTS)];
  try {
    await Promise.all([writeTheirs(lists, theirs, counts), writeOurs(lists, ours, counts)]);
    yield* mapConcurrent(batchesOf(theirs, ours), LOOK_UPS_IN_FLIGHT, (batch) => compareBatch(batch, lists));
  } finally {
    theirs.close();
    ours.close();
  }
}

async function writeTheirs(
  { theirs, addresses = {}, isSlim = false, onRead }: ComparedLists,
  file: RowFile,
  counts: ListCounts,
): Promise<void> {
  for await (const page of ahead(theirs)) {
    counts.listed += page.length;
    onRead?.(counts.listed, counts.suppressed);
    for (const entry of page) {
      const key = toLedgerAddress(entry.address, addresses);
      if (key === null) counts.notComparable++;
      else file.write(rowOfEntry(key, entry, isSlim), partOf(key, PARTS));
    }
  }
}

async function writeOurs({ ours, onRead }: ComparedLists, file: RowFile, counts: ListCounts): Promise<void> {
  for await (const page of ahead(ours)) {
    counts.suppressed += page.length;
    onRead?.(counts.listed, counts.suppressed);
    for (const suppression of page) {
      const { address } = suppression;
      if (address === null) counts.notComparable++;
      else file.write(rowOfSuppression(address, suppression), partOf(address, PARTS));
    }
  }
}

interface Sides {
  readonly address: string;
  readonly theirs: readonly EspSuppression[];
  readonly ours: readonly OwnSuppression[];
}

/** Addresses that are compared together. */
interface Batch {
  readonly sides: readonly Sides[];
  /** The ledger is asked for them first. */
  readonly isAsked: boolean;
}

/** Every address of every part; those that are asked for fill their calls from one part to the next. */
async function* batchesOf(theirs: RowFile, ours: RowFile): AsyncGenerator<Batch> {
  let asked: Sides[] = [];
  let plain: Sides[] = [];
  for (let part = 0; part < PARTS; part++) {
    for (const sides of sidesOfPart(theirs.rows(part), ours.rows(part))) {
      if (sidesNeedLookUp(sides)) asked.push(sides);
      else plain.push(sides);
      if (asked.length === BATCH_SIZE) {
        yield { sides: asked, isAsked: true };
        asked = [];
      }
      if (plain.length === BATCH_SIZE) {
        yield { sides: plain, isAsked: false };
        plain = [];
      }
    }
  }
  yield { sides: plain, isAsked: false };
  yield { sides: asked, isAsked: true };
}

async function compareBatch({ sides, isAsked }: Batch, lists: ComparedLists): Promise<readonly Comparison[]> {
  const isKnown = isAsked && sides.length > 0;
  const known = isKnown ? await lists.lookUp(sides.map(({ address }) => address)) : null;
  return sides.flatMap((one) => compare(one, known?.get(one.address) ?? null, lists));
}

/** What most addresses have on one of the sides; one array for all of them. */
const NONE: readonly never[] = [];

function sidesOfPart(theirs: Iterable<string>, ours: Iterable<string>): Iterable<Sides> {
  const byAddress = new Map<string, Sides>();
  for (const row of theirs) {
    const { key, value } = entryOfRow(row);
    const sides = byAddress.get(key);
    byAddress.set(key, { address: key, theirs: sides ? [...sides.theirs, value] : [value], ours: NONE });
  }
  for (const row of ours) {
    const { key, value } = suppressionOfRow(row);
    const { theirs: there = NONE, ours: here = NONE } = byAddress.get(key) ?? {};
    byAddress.set(key, { address: key, theirs: there, ours: here === NONE ? [value] : [...here, value] });
  }
  return byAddress.values();
}

function compare(
  sides: Sides,
  known: KnownAddress | null,
  { remembered, rules }: ComparedLists,
): readonly Comparison[] {
  return compareSides({ ...sides, known, remembered: remembered.find(sides.address) }, rules);
}
