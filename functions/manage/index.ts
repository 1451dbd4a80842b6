/** Makes the changes that callers ask for, each recorded in the audit trail, and those of recipients by their links. */
import { changingLevels } from '../../shared/api/api.ts';
import { putObject } from '../../shared/aws/archive.ts';
import { readSigningKeys } from '../../shared/aws/secrets.ts';
import { archiveFolders, dayFolder } from '../../shared/intake/archive-folders.ts';
import { createApiHandler } from '../api-handler.ts';
import { createCache } from '../cache.ts';
import { connectionFromEnv, requireEnv } from '../environment.ts';

const aws = connectionFromEnv();
const bucket = requireEnv('ARCHIVE_BUCKET');

export const handler = createApiHandler(aws, changingLevels, {
  signingKeys: createCache(() => readSigningKeys(aws, requireEnv('SECRETS_PREFIX')), Date.now),
  audit: (entry) => putObject(aws, bucket, auditKey(entry), Buffer.from(JSON.stringify(entry))),
});

/** `audit/2026/11/23/<time>-<id>.json`: the trail of a day lists in order. */
function auditKey({ at, id }: { at: string; id: string }): string {
  return `${archiveFolders.audit}${dayFolder(new Date(at))}${at.slice(11, 19).replaceAll(':', '')}-${id}.json`;
}
