import { randomUUID } from 'node:crypto';
import type { LedgerAddress } from '../address/address.ts';
import type { Answer } from '../ledger/ledger.ts';
import { Fault } from './problem.ts';
import { type AddressDocument, addressDocument } from './representation.ts';

/**
 * One manual change, written before it is made and again, under the same id, when its outcome is known:
 * an entry without `after` is a change that was asked for and may not have been made.
 */
export interface AuditEntry {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly action: 'suppress' | 'release' | 'erase' | 'confirm-storm' | 'dismiss-storm';
  /** Whom the entry is about; null for an erasure, which must leave no copy of the address. */
  readonly address: LedgerAddress | null;
  /** Of an erasure: SHA-256 of the address, in hexadecimal. */
  readonly addressHash?: string;
  readonly list: string | null;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly proof: string | null;
  /** Whom the gateway authenticated, where it did. */
  readonly caller: string | null;
  readonly before: AddressDocument | null;
  readonly after?: AddressDocument | null;
}

/** Stores an entry durably, replacing an earlier one of the same id; rejects when it cannot. */
export type Audit = (entry: AuditEntry) => Promise<void>;

/** Audits `change`: asked for first, so that no change goes unrecorded, then with what it came to. */
export async function audited<T>(
  audit: Audit,
  entry: Omit<AuditEntry, 'id' | 'after'>,
  change: () => Promise<{ readonly result: T; readonly after: Answer | null }>,
): Promise<T> {
  const asked: AuditEntry = { id: randomUUID(), ...entry };
  await written(audit, asked, 'Nothing was changed. Try again when the archive bucket can be written.');
  const { result, after } = await change();
  await written(
    audit,
    { ...asked, after: after && addressDocument(after) },
    'The change was made, but its outcome is not in the audit trail. Read the record before trying again.',
  );
  return result;
}

async function written(audit: Audit, entry: AuditEntry, advice: string): Promise<void> {
  try {
    await audit(entry);
  } catch {
    throw new Fault('audit-unavailable', advice, { 'retry-after': '5' });
  }
}
