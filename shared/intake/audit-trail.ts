/** Where the audit trail lies: an object an entry, in a bucket that takes each key once. */
import type { LedgerAddress } from '../address/address.ts';
import type { Audit, AuditEntry } from '../api/audit.ts';
import { AUDIT_FOLDER, archiveFolders, dayFolder, timeOfDay } from './archive-folders.ts';

export interface AuditStores {
  /** Stores an object of the trail; the key is new. */
  readonly storeEntry: (key: string, bytes: Buffer) => Promise<void>;
  /** Stores an object in the archive's bucket, where an erasure finds it. */
  readonly storeName: (key: string, bytes: Buffer) => Promise<void>;
}

/** Writes entries into the trail, and the address of one into the archive's bucket first, so that none lacks it. */
export function createAudit({ storeEntry, storeName }: AuditStores): Audit {
  return async (entry, address) => {
    if (address !== undefined && entry.stage === 'requested') await storeAddress(storeName, entry, address);
    await storeEntry(auditKey(entry, 'json'), Buffer.from(JSON.stringify(entry)));
  };
}

async function storeAddress(
  store: AuditStores['storeName'],
  { subject }: AuditEntry,
  address: LedgerAddress,
): Promise<void> {
  if (!('addressHash' in subject)) return;
  const key = `${archiveFolders.auditNames}${subject.addressHash}.json`;
  await store(key, Buffer.from(JSON.stringify({ address })));
}

/**
 * The key of an object of the trail: the objects of a day list in order.
 *
 * @param extension `json` of one entry, `jsonl` of several in lines
 * @example auditKey(entry, 'json') // audit/2026/11/23/101502-<id>-requested.json
 */
export function auditKey(
  { at, id, stage }: Pick<AuditEntry, 'at' | 'id' | 'stage'>,
  extension: 'json' | 'jsonl',
): string {
  const time = new Date(at);
  return `${AUDIT_FOLDER}${dayFolder(time)}${timeOfDay(time)}-${id}-${stage}.${extension}`;
}
