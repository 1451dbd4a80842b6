import type { AuditEntry } from '../../shared/api/audit.ts';
import { writeMetrics } from '../metrics.ts';

/** Counts what a caller released or erased, by the caller: many at once are unusual. */
export function countChange({ action, stage, caller }: AuditEntry): void {
  if (stage !== 'made') return;
  const by = { Caller: callerName(caller) };
  if (action === 'release') writeMetrics({ ManualReleases: 1 }, {}, by);
  if (action === 'erase') writeMetrics({ Erasures: 1 }, {}, by);
}

/**
 * The role or user of a principal, without the session, which may be an operator's address; of a token its subject, as far
 * as it is none.
 *
 * @example callerName('arn:aws:sts::111111111111:assumed-role/Support/ann') // assumed-role/Support
 */
export function callerName(caller: string | null): string {
  if (caller === null) return 'unknown';
  const [, path] = /^arn:[^:]*:(?:iam|sts)::\d*:(.+)$/.exec(caller) ?? [];
  const name = path?.startsWith('assumed-role/') ? path.split('/').slice(0, 2).join('/') : (path ?? caller);
  return name.includes('@') ? 'an address' : name.slice(0, 128);
}
