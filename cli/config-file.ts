/** Writes into the operator's `ledger.config.ts`, and leaves everything else in it as it is. */
import { accessSync, constants, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError } from './command.ts';
import { loadConfiguration } from './configuration.ts';

export interface NewSource {
  readonly name: string;
  readonly provider: string;
  readonly list: string | undefined;
}

/**
 * Adds a source to the file, which is made where there is none. The new text is checked before it takes the old
 * one's place, so an entry that breaks the configuration changes nothing.
 * @throws CommandError
 */
export function addSource(file: string, source: NewSource): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (before !== null && loadConfiguration(file).sources.some(({ name }) => name === source.name)) {
    throw new CommandError(`There is a source "${source.name}" already. See: bounce-ledger sources list`);
  }
  const candidate = join(dirname(file), `.new-${process.pid}-${basename(file)}`);
  const text = withSource(before ?? emptyConfiguration(dirname(file)), source);
  try {
    writeFileSync(candidate, text);
    loadConfiguration(candidate);
    // A rename would put a new file in the place of one that may not be written.
    if (before !== null) accessSync(file, constants.W_OK);
    renameSync(candidate, file);
  } catch (error) {
    if (existsSync(candidate)) rmSync(candidate);
    if (error instanceof CommandError)
      throw new CommandError(error.message.replaceAll(basename(candidate), basename(file)));
    if (!isFileError(error)) throw error;
    throw new CommandError(
      `${file} cannot be written (${error.code}). Add this to its sources by hand, or fix the cause: ${entryOf(source)}`,
    );
  }
}

/** An error of the file system, such as EACCES. */
function isFileError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}

const DEFINE = fileURLToPath(new URL('../shared/config/define.ts', import.meta.url));

function emptyConfiguration(folder: string): string {
  const path = relative(folder, DEFINE).replaceAll('\\', '/');
  return `import { defineLedger } from '${path.startsWith('.') ? path : `./${path}`}';

export default defineLedger({
  sources: {},
});
`;
}

/** The text with the entry as the first of its sources. @throws CommandError when they are no object literal. */
export function withSource(text: string, source: NewSource): string {
  const entry = entryOf(source);
  const opening = /^([ \t]*)sources\s*:\s*\{/m.exec(text);
  if (!opening) {
    throw new CommandError(`Cannot add to the sources of the configuration automatically. Add: ${entry}`);
  }
  const [matched, indent = ''] = opening;
  const end = opening.index + matched.length;
  const [before, rest] = [text.slice(0, end), text.slice(end)];
  const endOfLine = /^[ \t]*(?:\/\/[^\n]*)?\r?\n/.exec(rest)?.[0];
  if (endOfLine !== undefined)
    return `${before}${endOfLine}${indent}  ${entry}\n${rest.slice(endOfLine.length)}`;
  if (/^\s*\}/.test(rest)) return `${before}\n${indent}  ${entry}\n${indent}${rest.trimStart()}`;
  return `${before} ${entry}${rest}`;
}

function entryOf({ name, provider, list }: NewSource): string {
  const key = /^[a-z]\w*$/i.test(name) ? name : `'${name}'`;
  const value = list === undefined ? `'${provider}'` : `{ provider: '${provider}', list: '${list}' }`;
  return `${key}: ${value},`;
}
