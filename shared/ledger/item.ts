/** A record as an item of the table, and back. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { packVerdicts, standing, unpackVerdicts } from './intervals.ts';
import type { ListVerdict, Recorded } from './ledger.ts';
import { unpack } from './packing.ts';
import { type AddressRecord, emptyRecord } from './record.ts';
import { attribute, SCHEMA_VERSION, shardOf } from './table.ts';
import { DAY } from './time.ts';

export type Item = Record<string, AttributeValue>;

/** A record that newer code wrote: this code must not touch it. */
export class UnsupportedSchemaError extends Error {
  override readonly name = 'UnsupportedSchemaError';
  constructor(version: string | undefined) {
    super(
      `A record has schema version ${version ?? 'none'}; this code knows up to ${SCHEMA_VERSION}. ` +
        'Finish the deployment that wrote it, or roll forward again.',
    );
  }
}

/** A record with what the table knows of it beside its events. */
export interface StoredRecord {
  readonly record: AddressRecord;
  /** 0 when there is no item. */
  readonly revision: number;
  readonly packed: Uint8Array | null;
  readonly verdicts: readonly ListVerdict[];
  /** The address has been erased; only its hash may be kept. */
  readonly erased: boolean;
  /** The keyed hash of its domain, where the address is not stored. */
  readonly domain: string | null;
  readonly address: string | null;
}

export const noRecord: StoredRecord = {
  record: emptyRecord,
  revision: 0,
  packed: null,
  verdicts: [],
  erased: false,
  domain: null,
  address: null,
};

/** @throws UnsupportedSchemaError */
export function readItem(item: Item | undefined): StoredRecord {
  if (item === undefined) return noRecord;
  const packed = item[attribute.events]?.B;
  const version = item[attribute.schema]?.N;
  if (packed === undefined || Number(version) > SCHEMA_VERSION) throw new UnsupportedSchemaError(version);
  return {
    record: { ...unpack(packed), originalAddress: item[attribute.originalAddress]?.S ?? '' },
    revision: Number(item[attribute.revision]?.N),
    packed,
    verdicts: unpackVerdicts(item[attribute.verdict]?.B),
    erased: item[attribute.erased]?.BOOL === true,
    domain: item[attribute.domain]?.S ?? null,
    address: item[attribute.address]?.S ?? null,
  };
}

/** What an item says beside its record. */
export interface ItemDeps {
  readonly key: string;
  /** Null where it must not be stored: hashed, or erased. */
  readonly address: string | null;
  /** A keyed hash of the domain, where the address is not stored. */
  readonly domain: string | null;
  readonly verdicts: readonly ListVerdict[];
  readonly revision: number;
  readonly change: Recorded['change'];
  readonly erased: boolean;
}

export function writeItem(record: AddressRecord, packed: Uint8Array, parts: ItemDeps): Item {
  const item: Item = {};
  item[attribute.key] = { S: parts.key };
  item[attribute.events] = { B: packed };
  item[attribute.revision] = { N: String(parts.revision) };
  item[attribute.schema] = { N: String(SCHEMA_VERSION) };
  if (parts.address !== null) {
    item[attribute.address] = { S: parts.address };
    if (record.originalAddress !== '') item[attribute.originalAddress] = { S: record.originalAddress };
  }
  if (parts.verdicts.length > 0) {
    item[attribute.verdict] = { B: packVerdicts(parts.verdicts) };
    item[attribute.shard] = { S: shardOf(parts.key) };
    item[attribute.since] = { S: sinceKey(lastChange(parts.verdicts), parts.key) };
    if (parts.address === null && parts.domain !== null) item[attribute.domain] = { S: parts.domain };
  }
  const expires = expiryOf(record, parts.verdicts);
  if (expires !== null) item[attribute.expires] = { N: String(expires) };
  if (parts.change !== undefined) item[attribute.change] = { S: parts.change };
  if (parts.erased) item[attribute.erased] = { BOOL: true };
  return item;
}

/** The index's sort key: a time, zero-padded to the length of the largest, then the record's key. */
export function sinceKey(since: number, key: string): string {
  return `${String(since).padStart(10, '0')}#${key}`;
}

/** When the verdicts last grew: a listing by time finds each address there. */
function lastChange(verdicts: readonly ListVerdict[]): number {
  return Math.max(...verdicts.map(({ since }) => since));
}

/** A record lives this long after its last event when no verdict without end stands: longer than any policy looks back. */
export const KEPT_DAYS = 400;

function expiryOf({ events }: AddressRecord, verdicts: readonly ListVerdict[]): number | null {
  let last = (events[0]?.at ?? 0) + KEPT_DAYS * DAY;
  for (const { until } of verdicts) {
    if (until === null) return null;
    last = Math.max(last, until + DAY);
  }
  return last;
}

/**
 * What a write changed for those who wait for it: whether mail may now be sent, or on what grounds it may not.
 * Undefined when a sender would see no difference.
 */
export function changeOf(
  before: readonly ListVerdict[],
  after: readonly ListVerdict[],
  now: number,
): Recorded['change'] {
  const was = standing(before, now);
  const is = standing(after, now);
  if (was.length === 0) return is.length === 0 ? undefined : 'suppressed';
  if (is.length === 0) return 'released';
  return packVerdicts(was).equals(packVerdicts(is)) ? undefined : 'altered';
}

/** A change of verdict as the table's stream tells it. */
export interface VerdictChange {
  /** Null where addresses are stored as hashes. */
  readonly address: string | null;
  /** The record's key. */
  readonly key: string;
  readonly change: NonNullable<Recorded['change']>;
  readonly before: readonly ListVerdict[];
  readonly after: readonly ListVerdict[];
  readonly revision: number;
}

/**
 * Reads a stream record's images (new and old), as DynamoDB's own JSON with binary values decoded. Null when the
 * write changed no verdict.
 */
export function readChange(image: Item | undefined, old: Item | undefined): VerdictChange | null {
  const change = image?.[attribute.change]?.S;
  if (image === undefined || !isChange(change)) return null;
  return {
    address: image[attribute.address]?.S ?? null,
    key: image[attribute.key]?.S ?? '',
    change,
    before: unpackVerdicts(old?.[attribute.verdict]?.B),
    after: unpackVerdicts(image[attribute.verdict]?.B),
    revision: Number(image[attribute.revision]?.N),
  };
}

function isChange(text: string | undefined): text is NonNullable<Recorded['change']> {
  return text === 'suppressed' || text === 'released' || text === 'altered';
}
