/** Reads and notes revocations in the archive's bucket. */
import * as v from 'valibot';
import { getObject, putObject } from '../shared/aws/archive.ts';
import { archiveFolders } from '../shared/intake/archive-folders.ts';
import {
  type Revocation,
  type RevokedSpan,
  revocationKey,
  revocationSchema,
} from '../shared/intake/revocation.ts';
import { keysOf } from './archive.ts';
import { takeReplayGeneration } from './replay-generation.ts';
import type { LedgerResources } from './target/target.ts';

type Bucket = Pick<LedgerResources, 'connection' | 'bucket'>;

/** Every revocation that was noted. */
export async function readRevocations(bucket: Bucket): Promise<readonly Revocation[]> {
  const keys = await keysOf(bucket, [archiveFolders.revocations]);
  return Promise.all(
    keys.map(async (key) => {
      const text = (await getObject(bucket.connection, bucket.bucket, key)).toString('utf8');
      return v.parse(revocationSchema, JSON.parse(text));
    }),
  );
}

/** Notes a revocation, before anything is retracted; one of the same span is taken up again. */
export async function takeRevocation(bucket: Bucket, span: RevokedSpan, now: number): Promise<Revocation> {
  const known = (await readRevocations(bucket)).find(
    ({ source, since, until }) => source === span.source && since === span.since && until === span.until,
  );
  if (known !== undefined) return known;
  const revocation = { ...span, replayGeneration: await takeReplayGeneration(bucket, now) };
  const bytes = Buffer.from(JSON.stringify(revocation));
  await putObject(bucket.connection, bucket.bucket, revocationKey(span), bytes);
  return revocation;
}
