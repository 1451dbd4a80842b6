/** The files of mails that the arguments of `read-mail` name: files, folders and Maildirs. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The argument for standard input. */
export const STANDARD_INPUT = '-';

/** Subfolders of a Maildir that hold mails; `tmp` has those that are still being delivered. */
const MAILDIR_FOLDERS: readonly string[] = ['cur', 'new'];

/**
 * The paths of all files, folders expanded in alphabetical order as they are reached. Hidden files are skipped, and in
 * a Maildir everything beside the mails. A path that does not exist is yielded: to read it gives the error.
 */
export function* findFiles(paths: Iterable<string>): Generator<string> {
  for (const path of paths) {
    if (path !== STANDARD_INPUT && isFolder(path)) yield* filesIn(path);
    else yield path;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function* filesIn(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort(byName);
  if (isMaildir(entries)) {
    for (const name of MAILDIR_FOLDERS) yield* mailsIn(join(folder, name));
    // Maildir++ has subfolders named `.Sent`.
    for (const entry of entries) {
      if (entry.isDirectory() && entry.name.startsWith('.')) yield* filesIn(join(folder, entry.name));
    }
    return;
  }
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (isReadable(entry, path)) yield path;
  }
}

function* mailsIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort(byName)) {
    if (entry.isFile() && !entry.name.startsWith('.')) yield join(folder, entry.name);
  }
}

function isMaildir(entries: readonly Dirent[]): boolean {
  return MAILDIR_FOLDERS.every((name) => entries.some((entry) => entry.name === name && entry.isDirectory()));
}

/** A link to a folder is not followed: it may lead in a circle. */
function isReadable(entry: Dirent, path: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && !isFolder(path));
}

function byName(one: Dirent, other: Dirent): number {
  return one.name < other.name ? -1 : 1;
}
