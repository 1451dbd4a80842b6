import { randomUUID } from 'node:crypto';
import { ApiError } from './problem.ts';

/**
 * One manual change, written before it is made and again, under the same id, when its outcome is known: an entry
 * without `after` is a change that was requested and may not have been made.
 */
export interface AuditEntry {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly action:
    | 'suppress'
    | 'release'
    | 'erase'
    | 'confirm-storm'
    | 'dismiss-storm'
    | 'confirm-incident'
    | 'dismiss-incident'
    | 'revoke-source'
    | 'sync-add'
    | 'sync-remove'
    | 'sync-take-in';
  /** What it is about. An erasure names the address by its SHA-256, so that the trail is no copy of it. */
  readonly subject:
    | { readonly address: string; readonly list: string }
    | { readonly address: string; readonly list: string; readonly source: string }
    | { readonly addressHash: string; readonly list: string; readonly source: string }
    | { readonly addressHash: string }
    | { readonly domain: string }
    | { readonly source: string }
    | { readonly source: string; readonly since: string; readonly until: string };
  readonly actor: string;
  readonly reason: string;
  readonly proof?: string;
  /** The caller that the gateway authenticated, where it did. */
  readonly caller: string | null;
  /** The address or storm as the API shows it; null when there was none, or when it is to be erased. */
  readonly before: object | null;
  readonly after?: object | null;
}

/** Stores an entry durably, replacing an earlier one of the same id; rejects when it cannot. */
export type Audit = (entry: AuditEntry) => Promise<void>;

/**
 * Audits `change`: an entry first, so that no change goes unrecorded, then one with its outcome. `before` of the outcome
 * replaces that of the request, where another writer came in between.
 * @throws ApiError `audit-unavailable`
 */
export async function audited<T>(
  audit: Audit,
  requested: Omit<AuditEntry, 'id' | 'after'>,
  change: () => Promise<{
    readonly result: T;
    readonly before?: object | null;
    readonly after: object | null;
  }>,
): Promise<T> {
  const entry = { id: randomUUID(), ...requested };
  await writeEntry(audit, entry, 'Nothing was changed. Try again when the archive bucket can be written.');
  const { result, before = entry.before, after } = await change();
  await writeEntry(
    audit,
    { ...entry, before, after },
    'The change was made, but its outcome is not in the audit trail. Read the record before trying again.',
  );
  return result;
}

async function writeEntry(audit: Audit, entry: AuditEntry, advice: string): Promise<void> {
  try {
    await audit(entry);
  } catch {
    throw new ApiError('audit-unavailable', advice, { 'retry-after': '5' });
  }
}
