/** The table's schema: what infrastructure, store and stream agree on. */

/** The version of an item's form. Code refuses a newer one: two versions run side by side during a deployment. */
export const SCHEMA_VERSION = 1;

/** Attribute names. Short, because each byte of them is paid for with each record. */
export const attribute = {
  /** Partition key, a string; the table has no sort key. */
  key: 'pk',
  /** The address; absent where addresses are stored as hashes, and once it is erased. */
  address: 'addr',
  /** The address as an ESP wrote it, where that differs. */
  originalAddress: 'as',
  /** Events, texts and diagnostic of the record. Binary, see `record-bytes.ts`. */
  events: 'ev',
  /** The verdicts, present while there are any. Binary, see `verdict-bytes.ts`. */
  verdict: 'vd',
  /** The keyed hash of the address's domain, where the address itself is not stored. */
  domainKey: 'dom',
  revision: 'rev',
  schema: 'v',
  /** Of an item of the statistics: its counts. Binary, see `statistics-item.ts`. */
  counts: 'n',
  /** Of an item of the statistics: when something was last added, seconds since 1970. */
  countedAt: 'at',
  /** Time to live, seconds since 1970: from then on nothing depends on the record. */
  expires: 'ttl',
  /** Present on a write that changed a verdict or opened an incident, and on no other: the stream's filter matches it. */
  change: 'change',
  /** Present on a write that merged events and evicted them at once: these, packed as a record. */
  passedOver: 'po',
  /** The family of the receiver, present on writes of records without an address. */
  receiver: 'rcv',
  /** True once the address has been erased and only its hash is left. */
  erased: 'gone',
  /** The index's partition key: the shard. */
  shard: 'sx',
  /** The index's sort key: since when, zero-padded, then the record's key. */
  since: 'sk',
} as const;

/** The sparse index of suppressed addresses: keys `sx` and `sk`, both strings. */
export const SUPPRESSED_INDEX = 'suppressed';

/** Attributes that the index projects beside its keys: they change only when a verdict does. */
export const projectedAttributes: readonly string[] = [
  attribute.address,
  attribute.verdict,
  attribute.domainKey,
  attribute.schema,
];

/**
 * Shards of the index, a power of two up to 64: each takes 1,000 verdict changes a second. It may be raised later:
 * listings read every shard's name, and a record moves to its new shard with its next write.
 */
export const SHARDS = 16;

/** States of guards share the table: prefixes of their keys, by subject. No address's key contains `#`. */
export const guardPrefix = { domain: 'd#', source: 's#' } as const;

/** The partition of the index that holds the subjects of incidents: no shard has its name. */
export const INCIDENTS_PARTITION = 'incidents';

/** Counts of periods share the table, too. */
export const statisticsPrefix = 't#';

/** The name of a shard. */
export function shardName(shard: number): string {
  return `s${shard.toString(16)}`;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The shard of a record: bits of the first character of its key, which are those of a hash. */
export function shardOf(key: string): string {
  return shardName(BASE64URL.indexOf(key.charAt(0)) % SHARDS);
}
