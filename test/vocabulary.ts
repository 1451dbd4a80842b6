/**
 * `npm test`, step vocabulary: identifiers, comments, messages and headings use the terms of `docs/glossary.md`.
 * Fails on the words of the left column; the right one names the term to use.
 *
 * @example
 * node test/vocabulary.ts            # the whole tree
 * node test/vocabulary.ts shared/mail docs
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { findDialect } from './vocabulary/find-dialect.ts';

/** Words that recipients, receivers and ESPs write themselves, and files that quote them. */
const QUOTED: readonly RegExp[] = [
  /^test\/vocabulary(?:\.ts$|\/)/,
  /^docs\/glossary\.md$/,
  /^package-lock\.json$/,
  /\.(?:eml|mbox|yaml)$/,
  /^shared\/mail\/.*phrases/,
  /^shared\/classifier\/rules\//,
];
const CHECKED = new Set(['.ts', '.tsx', '.mjs', '.md', '.json']);

const places = process.argv.slice(2);
const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...places],
  {
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => CHECKED.has(extname(file)) && !QUOTED.some((quoted) => quoted.test(file)));

let found = 0;
for (const file of files) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    continue;
  }
  for (const { line, word, term } of findDialect(file, text)) {
    found++;
    console.log(`${file}:${line}: "${word}". Use: ${term}.`);
  }
}
console.log(
  found === 0 ? `Vocabulary: ${files.length} files, nothing found.` : `Vocabulary: ${found} found.`,
);
process.exitCode = found === 0 ? 0 : 1;
