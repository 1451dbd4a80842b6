/** The audit lines of a sync: an object of JSON lines a batch, beside the audit entries of the API. */
import type { AuditEntry } from '../../shared/api/audit.ts';
import { putObject } from '../../shared/aws/archive.ts';
import { archiveFolders, dayFolder } from '../../shared/intake/archive-folders.ts';
import type { ChangeAuditLine } from '../../shared/sync/apply-changes.ts';
import { addressHash } from '../../shared/sync/remembered-changes.ts';
import type { SyncSource } from './sync-source.ts';

export interface Stated {
  readonly actor: string;
  readonly reason: string;
}

/** Writes a batch's lines; written again under the same id, with the outcomes, they replace the first ones. */
export function auditWriter(
  source: SyncSource,
  { actor, reason }: Stated,
): (id: string, lines: readonly ChangeAuditLine[]) => Promise<void> {
  const times = new Map<string, string>();
  return async (id, lines) => {
    const at = times.get(id) ?? new Date().toISOString();
    times.set(id, at);
    const stackKey = await source.stackKey();
    const text = lines
      .map(({ change, result }, index) => {
        const entry: AuditEntry = {
          id: `${id}-${index}`,
          at,
          action: `sync-${change.action}`,
          subject: subjectOf(source, change.address, stackKey),
          actor,
          reason: `${reason}: ${change.why}`,
          caller: null,
          before: null,
          ...(result !== null && {
            after: { as: change.as, outcome: result.outcome, detail: result.detail ?? null },
          }),
        };
        return `${JSON.stringify(entry)}\n`;
      })
      .join('');
    const key = `${archiveFolders.audit}${dayFolder(new Date(at))}${at.slice(11, 19).replaceAll(':', '')}-${id}.jsonl`;
    await putObject(source.resources.connection, source.resources.bucket, key, Buffer.from(text));
  };
}

function subjectOf(
  { name, rules: { list }, addresses }: SyncSource,
  address: string,
  stackKey: string,
): AuditEntry['subject'] {
  return addresses.stored === 'hashed'
    ? { addressHash: addressHash(address, stackKey), list, source: name }
    : { address, list, source: name };
}
