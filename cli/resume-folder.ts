/** Where a long reading of the archive keeps how far it came, so that the same command goes on from there. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ArchiveRange } from './archive.ts';
import { CommandError } from './command.ts';

/** Objects after which the place is written: those behind it are read again, which changes nothing. */
const OBJECTS_A_NOTE = 200;

const positionShape = v.object({
  since: v.number(),
  source: v.optional(v.string()),
  after: v.optional(v.string()),
});

export interface ResumeFolder {
  /** The range of the first call, after what was read of it. */
  readonly range: ArchiveRange;
  /** Notes an object that was read, from time to time; `beforeNote` stores what was made of all so far. */
  onRead(key: string, beforeNote: () => void): void;
}

/**
 * Opens the folder of a reading, or begins one.
 *
 * @throws CommandError when it belongs to another source
 */
export function openResumeFolder(folder: string, range: ArchiveRange): ResumeFolder {
  const file = join(folder, 'position.json');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = existsSync(file) ? v.parse(positionShape, JSON.parse(readFileSync(file, 'utf8'))) : null;
  if (known !== null && known.source !== range.source) {
    throw new CommandError(`The folder ${folder} belongs to another --source. Give another folder.`);
  }
  const resumed = known === null ? range : { ...range, since: known.since, after: known.after };
  let objects = 0;
  return {
    range: resumed,
    onRead: (key, beforeNote) => {
      objects += 1;
      if (objects % OBJECTS_A_NOTE !== 1) return;
      beforeNote();
      const { since, source } = resumed;
      writeFileSync(`${file}.new`, JSON.stringify({ since, source, after: key }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
