/** Where a long reading of the archive keeps how far it came, so that the same command goes on from there. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ArchiveRange } from './archive.ts';
import { CommandError } from './command.ts';

/** What `--resume <folder>` is for. */
export const RESUME = 'Keep what is read in this folder: the same command goes on after an interruption.';

/** Objects after which the place is written: those behind it are read again. */
const OBJECTS_A_NOTE = 200;

/** What a spool in the folder holds: events are of `policy simulate`, failures of `codes`. */
export type SpoolContent = 'events' | 'failures';

const positionShape = v.object({
  content: v.picklist(['events', 'failures']),
  since: v.number(),
  source: v.optional(v.string()),
  after: v.string(),
  sizes: v.array(v.number()),
});

export interface ResumeFolder {
  /** The range of the first call, after what was read of it. */
  readonly range: ArchiveRange;
  /** Of the files of the spool, as they were when the place was written. */
  readonly sizes: readonly number[];
  /** Notes an object that was read, from time to time; `store` stores what was made of all so far, as `Spool.flush` does. */
  onRead(key: string, store: () => readonly number[]): void;
}

/**
 * Opens the folder of a reading, or begins one.
 *
 * @throws CommandError when it belongs to another source, or to another command
 */
export function openResumeFolder(folder: string, range: ArchiveRange, content: SpoolContent): ResumeFolder {
  const file = join(folder, 'position.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = existsSync(file) ? v.parse(positionShape, JSON.parse(readFileSync(file, 'utf8'))) : null;
  if (known !== null && known.source !== range.source) {
    throw new CommandError(`The folder ${folder} belongs to another --source. Give another folder.`);
  }
  if (known !== null && known.content !== content) {
    throw new CommandError(`The folder ${folder} belongs to another command. Give another folder.`);
  }
  const resumed = known === null ? range : { ...range, since: known.since, after: known.after };
  let objects = 0;
  return {
    range: resumed,
    sizes: known?.sizes ?? [],
    onRead: (key, store) => {
      objects += 1;
      if (objects % OBJECTS_A_NOTE !== 1) return;
      const sizes = store();
      const { since, source } = resumed;
      const position: v.InferInput<typeof positionShape> = {
        content,
        since,
        source,
        after: key,
        sizes: [...sizes],
      };
      writeFileSync(`${file}.new`, JSON.stringify(position), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
