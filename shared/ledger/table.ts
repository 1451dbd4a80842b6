/** The table as infrastructure, store and stream must agree on it. */

/** The version of an item's form. Code refuses an item of a newer one: two versions run side by side in a deployment. */
export const SCHEMA_VERSION = 1;

/** Attribute names. Short, because each byte of them is paid for with each record. */
export const attribute = {
  /** Partition key, a string; the table has no sort key. */
  key: 'pk',
  /** The address; absent where addresses are stored as hashes, and once it is erased. */
  address: 'addr',
  /** The address as an ESP wrote it, where that differs. */
  originalAddress: 'as',
  /** Everything folded: events, texts, the diagnostic. Binary, see `packing.ts`. */
  events: 'ev',
  /** The verdicts as intervals, present while there are any. Binary, see `intervals.ts`. */
  verdict: 'vd',
  /** What domain the address has, as a keyed hash, where the address itself is not stored. */
  domain: 'dom',
  revision: 'rev',
  schema: 'v',
  /** Time to live, seconds since 1970: nothing depends on the record any more. */
  expires: 'ttl',
  /** Present on the put that changed the verdict, and on no other: what the stream's filter asks for. */
  change: 'change',
  /** True once the address has been erased and only its hash is left. */
  erased: 'gone',
  /** The index's partition key: the shard. */
  shard: 'sx',
  /** The index's sort key: since when, zero-padded, then the record's key. */
  since: 'sk',
} as const;

/** The sparse index of suppressed addresses: keys `sx` and `sk`, both strings. */
export const SUPPRESSED_INDEX = 'suppressed';

/** What the index projects beside its keys: what a listing needs, and nothing that changes while the verdict does not. */
export const projectedAttributes: readonly string[] = [
  attribute.address,
  attribute.verdict,
  attribute.domain,
  attribute.schema,
];

/**
 * Shards of the index, a power of two up to 64: each takes 1,000 verdict changes a second. It may be raised later:
 * listings read every shard's name, and a record moves to its new shard with its next write.
 */
export const SHARDS = 16;

/** Domains' storms share the table; their keys start so, and no address's key can (it holds no `#`). */
export const DOMAIN_PREFIX = 'd#';

/** The name of a shard. */
export function shardName(shard: number): string {
  return `s${shard.toString(16)}`;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The shard of a record: bits of the first character of its key, which are those of a hash. */
export function shardOf(key: string): string {
  return shardName(BASE64URL.indexOf(key.charAt(0)) % SHARDS);
}
