/** The audit lines of a sync: two objects of JSON lines a batch, beside the audit entries of the API. */
import { redactAddresses } from '../../shared/address/redact-addresses.ts';
import type { AuditEntry } from '../../shared/api/audit.ts';
import { putObject, putObjectOnce } from '../../shared/aws/archive.ts';
import { AUDIT_FOLDER, archiveFolders, dayFolder } from '../../shared/intake/archive-folders.ts';
import { recordKey } from '../../shared/ledger/record/record-key.ts';
import type { ChangeAuditLine } from '../../shared/sync/apply-changes.ts';
import type { SyncSource } from './sync-source.ts';

export interface Stated {
  readonly actor: string;
  readonly reason: string;
}

/** Writes a batch's lines: first those of the request, then those of the outcomes, under the same id. */
export function auditWriter(
  source: SyncSource,
  { actor, reason }: Stated,
): (id: string, lines: readonly ChangeAuditLine[]) => Promise<void> {
  const times = new Map<string, string>();
  return async (id, lines) => {
    const at = times.get(id) ?? new Date().toISOString();
    times.set(id, at);
    const stackKey = await source.stackKey();
    const stage = lines.some(({ result }) => result !== null) ? 'made' : 'requested';
    const hashOf = (address: string) => recordKey(address, stackKey);
    const text = lines
      .map(({ change, result }, index) => {
        const entry: AuditEntry = {
          id: `${id}-${index}`,
          stage,
          at,
          action: `sync-${change.action}`,
          subject: { addressHash: hashOf(change.address), list: source.rules.list, source: source.name },
          actor,
          reason: redactAddresses(`${reason}: ${change.why}`),
          caller: null,
          before: null,
          ...(result !== null && {
            after: { as: change.as, outcome: result.outcome, detail: result.detail ?? null },
          }),
        };
        return `${JSON.stringify(entry)}\n`;
      })
      .join('');
    const { connection, bucket, auditBucket } = source.resources;
    if (stage === 'requested' && source.addresses.stored === 'plain') {
      const addresses = lines.map(({ change: { address } }) => ({ addressHash: hashOf(address), address }));
      const names = addresses.map((name) => `${JSON.stringify(name)}\n`).join('');
      await putObject(connection, bucket, `${archiveFolders.auditNames}${id}.jsonl`, Buffer.from(names));
    }
    const time = at.slice(11, 19).replaceAll(':', '');
    const key = `${AUDIT_FOLDER}${dayFolder(new Date(at))}${time}-${id}-${stage}.jsonl`;
    await putObjectOnce(connection, auditBucket, key, Buffer.from(text));
  };
}
