import { randomUUID } from 'node:crypto';
import type { LedgerAddress } from '../address/address.ts';
import { redactAddresses } from '../address/redact-addresses.ts';
import type { AddressStatus } from '../ledger/policy/status.ts';
import { suppressionDocument } from './documents.ts';
import { ApiError } from './problem.ts';

/**
 * One manual change: an entry when it is requested, and another under the same id when its outcome is known. A request
 * without an outcome may not have been made. No entry names an address or quotes a reply: the trail cannot be changed,
 * and so must hold nothing that an erasure would have to take out.
 */
export interface AuditEntry {
  readonly id: string;
  readonly stage: 'requested' | 'made';
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
  /** What it is about: an address by its keyed hash (`Ledger.keyedHash`). */
  readonly subject:
    | { readonly addressHash: string; readonly list?: string; readonly source?: string }
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

/**
 * Stores an entry durably and never again; rejects when it cannot.
 *
 * @param address what the entry's hash stands for, to be kept apart, where an erasure finds it
 */
export type Audit = (entry: AuditEntry, address?: LedgerAddress) => Promise<void>;

/**
 * Audits `change`: an entry first, so that no change goes unrecorded, then one with its outcome. `before` of the outcome
 * replaces that of the request, where another writer came in between.
 * @throws ApiError `audit-unavailable`
 */
export async function audited<T>(
  audit: Audit,
  {
    address,
    ...requested
  }: Omit<AuditEntry, 'id' | 'stage' | 'after'> & {
    readonly address?: LedgerAddress;
  },
  change: () => Promise<{
    readonly result: T;
    readonly before?: object | null;
    readonly after: object | null;
  }>,
): Promise<T> {
  const entry = {
    id: randomUUID(),
    stage: 'requested',
    ...requested,
    reason: redactAddresses(requested.reason),
    ...(requested.proof !== undefined && { proof: redactAddresses(requested.proof) }),
  } as const;
  const write = (written: AuditEntry) => audit(written, address);
  await writeEntry(write, entry, 'Nothing was changed. Try again when the archive bucket can be written.');
  const { result, before = entry.before, after } = await change();
  await writeEntry(
    write,
    { ...entry, stage: 'made', before, after },
    'The change was made, but its outcome is not in the audit trail. Read the record before trying again.',
  );
  return result;
}

async function writeEntry(
  write: (entry: AuditEntry) => Promise<void>,
  entry: AuditEntry,
  advice: string,
): Promise<void> {
  try {
    await write(entry);
  } catch {
    throw new ApiError('audit-unavailable', advice, { 'retry-after': '5' });
  }
}

/** The status of an address as the trail has it: what decides, without address, evidence or reply. */
export function auditedStatus({ suppressed, lists, revision }: AddressStatus): object {
  const verdicts = lists.map((verdict) => {
    const { address: _, ...shown } = suppressionDocument({ address: null, ...verdict });
    return shown;
  });
  return { suppressed, lists: verdicts, revision };
}
