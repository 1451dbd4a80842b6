/**
 * The changes that were made at an ESP from here, so that an entry which could be added only as something else is not
 * taken for somebody's act. One object of the bucket a change, whose key holds all of it: it is found by listing.
 */
import { createHmac } from 'node:crypto';
import { listObjects, putObject } from '../aws/archive.ts';
import type { AwsConnection } from '../aws/connection.ts';
import type { EspSuppressionReason } from '../esp-api/types.ts';
import { archiveFolders } from '../intake/archive-folders.ts';
import type { RememberedChange } from './types.ts';

/** What is remembered of one source, looked up address by address. */
export interface RememberedChanges {
  find(address: string): Promise<readonly RememberedChange[]>;
  add(address: string, change: RememberedChange): Promise<void>;
}

/** What is remembered of one source, read once. */
export interface LoadedChanges extends Pick<RememberedChanges, 'add'> {
  find(address: string): readonly RememberedChange[];
}

export interface RememberedChangesDeps {
  readonly connection: AwsConnection;
  readonly bucket: string;
  /** Addresses are stored as hashes keyed with it. */
  readonly stackKey: string;
  readonly source: string;
}

/** Opens what is remembered; nothing is read yet. */
export function openRememberedChanges(deps: RememberedChangesDeps): RememberedChanges {
  const { connection, bucket, source, stackKey } = deps;
  const prefixOf = (address: string) => `${folderOf(source)}${addressHash(address, stackKey)}/`;
  return {
    async find(address) {
      const found: RememberedChange[] = [];
      const prefix = prefixOf(address);
      for await (const key of listObjects(connection, bucket, prefix)) {
        const change = decode(key.slice(prefix.length));
        if (change !== null) found.push(change);
      }
      return found;
    },
    add: (address, change) =>
      putObject(connection, bucket, prefixOf(address) + encode(change), Buffer.from('{}')),
  };
}

/** Reads all that is remembered of a source: for the comparison of whole lists. */
export async function readRememberedChanges(deps: RememberedChangesDeps): Promise<LoadedChanges> {
  const folder = folderOf(deps.source);
  const byHash = new Map<string, readonly RememberedChange[]>();
  const keep = (hash: string, change: RememberedChange | null) => {
    if (change !== null) byHash.set(hash, [...(byHash.get(hash) ?? []), change]);
  };
  for await (const key of listObjects(deps.connection, deps.bucket, folder)) {
    const [hash = '', name = ''] = key.slice(folder.length).split('/');
    keep(hash, decode(name));
  }
  const store = openRememberedChanges(deps);
  return {
    find: (address) => (byHash.size === 0 ? [] : (byHash.get(addressHash(address, deps.stackKey)) ?? [])),
    async add(address, change) {
      await store.add(address, change);
      keep(addressHash(address, deps.stackKey), change);
    },
  };
}

/** An address in the names of remembered changes. */
export function addressHash(address: string, stackKey: string): string {
  return createHmac('sha256', stackKey).update(`sync:${address}`).digest('hex').slice(0, 32);
}

function folderOf(source: string): string {
  return `${archiveFolders.sync}${source}/changes/`;
}

/** `add.global.unsubscribe.1793456789`. */
function encode({ action, list, as, at }: RememberedChange): string {
  return `${action}.${Buffer.from(list).toString('base64url')}.${as}.${Math.floor(at / 1_000)}`;
}

function decode(name: string): RememberedChange | null {
  const match = /^(add|remove)\.([\w-]*)\.([a-z-]+)\.(\d{1,12})$/.exec(name);
  if (match === null) return null;
  const [, action, list = '', as, at] = match;
  return {
    action: action === 'add' ? 'add' : 'remove',
    list: Buffer.from(list, 'base64url').toString(),
    as: as as EspSuppressionReason,
    at: Number(at) * 1_000,
  };
}
