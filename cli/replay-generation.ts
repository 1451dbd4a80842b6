/** Replay generations: a later replay must outdo an earlier one, however little time has passed between them. */
import * as v from 'valibot';
import { getObject, putObject } from '../shared/aws/archive.ts';
import { AwsError } from '../shared/aws/connection.ts';
import { replayGenerationAt } from '../shared/intake/archive.ts';
import { archiveFolders } from '../shared/intake/archive-folders.ts';
import type { LedgerResources } from './target/target.ts';

/** Where the archive's bucket keeps the replay generation of its last replay. */
export const LAST_REPLAY = `${archiveFolders.replays}last.json`;

type Bucket = Pick<LedgerResources, 'connection' | 'bucket'>;

const lastReplay = v.object({ replayGeneration: v.number() });

/**
 * Takes the replay generation of a replay that begins now, and notes it: the hour's, or the one after the last replay's where
 * that is later.
 */
export async function takeReplayGeneration({ connection, bucket }: Bucket, now: number): Promise<number> {
  const replayGeneration = Math.max(
    replayGenerationAt(now),
    (await lastGeneration({ connection, bucket })) + 1,
  );
  const note = { replayGeneration, at: new Date(now).toISOString() };
  await putObject(connection, bucket, LAST_REPLAY, Buffer.from(JSON.stringify(note)));
  return replayGeneration;
}

async function lastGeneration({ connection, bucket }: Bucket): Promise<number> {
  try {
    const note = await getObject(connection, bucket, LAST_REPLAY);
    return v.parse(lastReplay, JSON.parse(note.toString('utf8'))).replayGeneration;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchKey') return 0;
    throw error;
  }
}
