/** Where the run of a source stands: one object of the bucket, so that a run goes on where it stopped. */
import * as v from 'valibot';
import { getObject, putObject } from '../../aws/archive.ts';
import { type AwsConnection, AwsError } from '../../aws/connection.ts';
import { archiveFolders } from '../../intake/archive-folders.ts';
import { stepSchema } from './message.ts';

const runState = v.object({
  /** When the run began, milliseconds since 1970. */
  run: v.number(),
  /** The step that is to be made; null: the run is over. */
  next: v.nullable(stepSchema),
  number: v.number(),
  updatedAt: v.number(),
  /** Entries that this run has removed at the ESP. */
  removed: v.number(),
  /** When the last finished run began; null where none has. */
  last: v.nullable(v.number()),
});
export type RunState = v.InferOutput<typeof runState>;

export interface RunStates {
  /** Null where the source never had a run. */
  read(source: string): Promise<RunState | null>;
  write(source: string, state: RunState): Promise<void>;
}

export function runStates(connection: AwsConnection, bucket: string): RunStates {
  const keyOf = (source: string) => `${archiveFolders.sync}${source}/run.json`;
  return {
    async read(source) {
      try {
        const bytes = await getObject(connection, bucket, keyOf(source));
        return v.parse(runState, JSON.parse(bytes.toString()));
      } catch (error) {
        if (error instanceof AwsError && error.code === 'NoSuchKey') return null;
        throw error;
      }
    },
    write: (source, state) =>
      putObject(connection, bucket, keyOf(source), Buffer.from(JSON.stringify(state))),
  };
}
