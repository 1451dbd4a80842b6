/** Where the host keeps what must outlive it; or nowhere. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { type Json, parseJson } from './json.ts';

/** One JSON document. */
export interface JsonStore {
  /** Null until something was written. */
  read(): Json | null;
  write(document: Json): void;
}

export interface DataFolder {
  /** Null when nothing is stored. */
  readonly path: string | null;
  jsonStore(name: string): JsonStore;
  release(): void;
}

export const inMemoryDataFolder: DataFolder = {
  path: null,
  jsonStore: () => inMemory(),
  release: () => {},
};

function inMemory(): JsonStore {
  let stored: Json | null = null;
  return {
    read: () => stored,
    write: (document) => {
      stored = document;
    },
  };
}

/**
 * Takes a folder for this host alone, creating it. Another host that is about to end is waited for.
 * @throws Error when another host goes on using it.
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const fault = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new Error(`The data folder ${path} cannot be made${fault}. Name a folder that you may write to.`);
  }
  const lock = await takeLock(join(path, 'lock'), Date.now() + 10_000);
  return {
    path,
    jsonStore: (name) => inFile(join(path, `${name}.json`)),
    release: () => lock.close(),
  };
}

/** The operating system gives a SQLite lock up however its holder ended, so none is ever left behind. */
async function takeLock(file: string, until: number): Promise<DatabaseSync> {
  for (;;) {
    const database = new DatabaseSync(file);
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
      return database;
    } catch (error) {
      database.close();
      if (!(error instanceof Error && /locked/.test(error.message))) throw error;
      if (Date.now() > until)
        throw new Error(`Another local host uses the folder of ${file}: stop it, or use another.`);
      await delay(100);
    }
  }
}

/** Written beside itself, then renamed: a reader finds the old document or the new one. */
function inFile(file: string): JsonStore {
  return {
    read: () => (existsSync(file) ? parseJson(readFileSync(file, 'utf8')) : null),
    write(document) {
      const descriptor = openSync(`${file}.new`, 'w', 0o600);
      writeSync(descriptor, JSON.stringify(document));
      fsyncSync(descriptor);
      closeSync(descriptor);
      renameSync(`${file}.new`, file);
    },
  };
}
