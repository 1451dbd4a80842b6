/** The audit lines of a sync: two objects of JSON lines a batch, beside the audit entries of the API. */
import { redactAddresses } from '../address/redact-addresses.ts';
import type { AuditEntry } from '../api/audit.ts';
import { putObject, putObjectOnce } from '../aws/archive.ts';
import type { AwsConnection } from '../aws/connection.ts';
import type { LedgerSettings } from '../config/settings.ts';
import { archiveFolders } from '../intake/archive-folders.ts';
import { auditKey } from '../intake/audit-trail.ts';
import { recordKey } from '../ledger/record/record-key.ts';
import type { ApplyPorts } from './apply-changes.ts';

export interface Stated {
  readonly actor: string;
  readonly reason: string;
}

export interface SyncAuditDeps extends Stated {
  readonly connection: AwsConnection;
  /** The archive's bucket: what can be erased. */
  readonly bucket: string;
  readonly auditBucket: string;
  readonly stackKey: () => Promise<string>;
  readonly source: string;
  readonly list: string;
  readonly stored: LedgerSettings['addresses']['stored'];
}

/** Writes a batch's lines: first those of the request, then those of the outcomes, under the same id. */
export function createSyncAudit(deps: SyncAuditDeps): ApplyPorts['audit'] {
  const { connection, bucket, auditBucket, source, list, stored, actor, reason } = deps;
  const times = new Map<string, string>();
  return async (id, lines) => {
    const at = times.get(id) ?? new Date().toISOString();
    times.set(id, at);
    const stackKey = await deps.stackKey();
    const stage = lines.some(({ result }) => result !== null) ? 'made' : 'requested';
    const hashOf = (address: string) => recordKey(address, stackKey);
    const text = lines
      .map(({ change, result }, index) => {
        const entry: AuditEntry = {
          id: `${id}-${index}`,
          stage,
          at,
          action: `sync-${change.action}`,
          subject: { addressHash: hashOf(change.address), list, source },
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
    if (stage === 'requested' && stored === 'plain') {
      const addresses = lines.map(({ change: { address } }) => ({ addressHash: hashOf(address), address }));
      const names = addresses.map((name) => `${JSON.stringify(name)}\n`).join('');
      await putObject(connection, bucket, `${archiveFolders.auditNames}${id}.jsonl`, Buffer.from(names));
    }
    await putObjectOnce(connection, auditBucket, auditKey({ at, id, stage }, 'jsonl'), Buffer.from(text));
  };
}
