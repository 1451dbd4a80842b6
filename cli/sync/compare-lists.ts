/**
 * Brings an ESP's list and the ledger together without holding either: both are written to disk in parts by a hash of
 * the address, and compared part by part.
 */
import { type AddressOptions, toLedgerAddress } from '../../shared/address/address.ts';
import type { EspSuppression } from '../../shared/esp-api/types.ts';
import { compareSides, sidesNeedLookUp } from '../../shared/sync/compare-sides.ts';
import type { LoadedChanges } from '../../shared/sync/remembered-changes.ts';
import type { Comparison, KnownAddress, OwnSuppression, SyncRules } from '../../shared/sync/types.ts';
import { mapConcurrent } from '../streams.ts';
import { partOf, RowFile } from './row-file.ts';

/** Parts on disk: of five million entries one holds some forty thousand. */
const PARTS = 128;
/** Addresses in a call of the ledger. */
const LOOK_UP_SIZE = 1_000;
const LOOK_UPS_IN_FLIGHT = 4;
/** Characters of an ESP's text that are carried along. */
const MAX_TEXT_LENGTH = 1_000;

/** A row of the ledger's listing. */
export interface ListedSuppression extends OwnSuppression {
  /** Null where addresses are stored as hashes. */
  readonly address: string | null;
}

export interface ComparedLists {
  readonly theirs: AsyncIterable<EspSuppression>;
  readonly ours: AsyncIterable<ListedSuppression>;
  readonly lookUp: (addresses: readonly string[]) => Promise<ReadonlyMap<string, KnownAddress>>;
  readonly remembered: Pick<LoadedChanges, 'find'>;
  readonly rules: SyncRules;
  readonly addresses?: AddressOptions;
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
  const files = RowFile.open(PARTS * 2);
  const theirs = files.slice(0, PARTS);
  const ours = files.slice(PARTS);
  try {
    await Promise.all([writeTheirs(lists, theirs, counts), writeOurs(lists, ours, counts)]);
    for (const [part, file] of theirs.entries()) {
      const own = ours[part];
      if (own !== undefined) yield* comparePart(file, own, lists);
    }
  } finally {
    for (const file of files) file.close();
  }
}

type Texts = readonly (string | null)[];
type TheirRow = readonly [key: string, createdAt: number | null, expiresAt: number | null, ...texts: Texts];
type OurRow = readonly [key: string, reason: string, since: number, until: number | null, list: string];

async function writeTheirs(
  { theirs, addresses = {}, onRead }: ComparedLists,
  parts: readonly RowFile[],
  counts: ListCounts,
): Promise<void> {
  for await (const entry of theirs) {
    counts.listed++;
    if (counts.listed % LOOK_UP_SIZE === 0) onRead?.(counts.listed, counts.suppressed);
    const key = toLedgerAddress(entry.address, addresses);
    if (key === null) counts.notComparable++;
    else parts[partOf(key, PARTS)]?.write(rowOfEntry(key, entry));
  }
  onRead?.(counts.listed, counts.suppressed);
}

async function writeOurs(
  { ours, onRead }: ComparedLists,
  parts: readonly RowFile[],
  counts: ListCounts,
): Promise<void> {
  for await (const { address, reason, since, until, list } of ours) {
    counts.suppressed++;
    if (counts.suppressed % LOOK_UP_SIZE === 0) onRead?.(counts.listed, counts.suppressed);
    if (address === null) counts.notComparable++;
    else {
      const row: OurRow = [address, reason, since, until, list];
      parts[partOf(address, PARTS)]?.write(JSON.stringify(row));
    }
  }
  onRead?.(counts.listed, counts.suppressed);
}

function rowOfEntry(key: string, entry: EspSuppression): string {
  const { address, list, reason, origin, code, diagnostic, id, scope, espList } = entry;
  const row: TheirRow = [
    key,
    entry.createdAt,
    entry.expiresAt,
    address === key ? null : address,
    list,
    reason,
    origin.slice(0, MAX_TEXT_LENGTH),
    code ?? null,
    diagnostic?.slice(0, MAX_TEXT_LENGTH) ?? null,
    id ?? null,
    scope ?? null,
    espList ?? null,
  ];
  return JSON.stringify(row);
}

function entryOfRow(row: TheirRow): EspSuppression {
  const [key, createdAt, expiresAt, address, list, reason, origin, code, diagnostic, id, scope, espList] =
    row;
  return {
    address: address ?? key,
    list: list ?? '',
    reason: (reason ?? 'unknown') as EspSuppression['reason'],
    createdAt,
    expiresAt,
    origin: origin ?? '',
    code: code ?? undefined,
    diagnostic: diagnostic ?? undefined,
    id: id ?? undefined,
    scope: scope ?? undefined,
    espList: espList ?? undefined,
  };
}

interface Sides {
  readonly address: string;
  readonly theirs: EspSuppression[];
  readonly ours: OwnSuppression[];
}

async function* comparePart(
  theirs: RowFile,
  ours: RowFile,
  lists: ComparedLists,
): AsyncGenerator<readonly Comparison[]> {
  const asked: Sides[] = [];
  let compared: Comparison[] = [];
  for (const sides of sidesOfPart(theirs, ours)) {
    if (sidesNeedLookUp(sides)) asked.push(sides);
    else compared.push(...compare(sides, null, lists));
    if (compared.length < LOOK_UP_SIZE) continue;
    yield compared;
    compared = [];
  }
  yield compared;
  const compareAsked = async (batch: readonly Sides[]) => {
    const known = await lists.lookUp(batch.map(({ address }) => address));
    return batch.flatMap((sides) => compare(sides, known.get(sides.address) ?? null, lists));
  };
  yield* mapConcurrent(batchesOf(asked), LOOK_UPS_IN_FLIGHT, compareAsked);
}

function sidesOfPart(theirs: RowFile, ours: RowFile): Iterable<Sides> {
  const byAddress = new Map<string, Sides>();
  const sidesOf = (address: string): Sides => {
    let sides = byAddress.get(address);
    if (sides === undefined) {
      sides = { address, theirs: [], ours: [] };
      byAddress.set(address, sides);
    }
    return sides;
  };
  for (const text of theirs.rows()) {
    const row: TheirRow = JSON.parse(text);
    sidesOf(row[0]).theirs.push(entryOfRow(row));
  }
  for (const text of ours.rows()) {
    const [address, reason, since, until, list]: OurRow = JSON.parse(text);
    sidesOf(address).ours.push({ reason: reason as OwnSuppression['reason'], since, until, list });
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

async function* batchesOf<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < items.length; start += LOOK_UP_SIZE)
    yield items.slice(start, start + LOOK_UP_SIZE);
}
