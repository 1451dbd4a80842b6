/** Makes the changes that callers ask for, each recorded in the audit trail, and those of recipients by their links. */
import { changingLevels } from '../../shared/api/api.ts';
import { putObject, putObjectOnce } from '../../shared/aws/archive.ts';
import { readSigningKeys } from '../../shared/aws/secrets.ts';
import { createAudit } from '../../shared/intake/audit-trail.ts';
import { createApiHandler } from '../api-handler.ts';
import { createCache } from '../cache.ts';
import { connectionFromEnv, requireEnv } from '../environment.ts';
import { countColdStart } from '../metrics.ts';
import { countChange } from './count-change.ts';

countColdStart();

const aws = connectionFromEnv();
const archive = requireEnv('ARCHIVE_BUCKET');
const trail = requireEnv('AUDIT_BUCKET');

const audit = createAudit({
  storeEntry: (key, bytes) => putObjectOnce(aws, trail, key, bytes),
  storeName: (key, bytes) => putObject(aws, archive, key, bytes),
});

export const handler = createApiHandler(aws, changingLevels, {
  signingKeys: createCache(() => readSigningKeys(aws, requireEnv('SECRETS_PREFIX')), Date.now),
  audit: async (entry, address) => {
    await audit(entry, address);
    countChange(entry);
  },
});
