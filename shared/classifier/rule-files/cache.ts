/**
 * Compiled rules on disk. Parsing and compiling the rule files takes some hundred milliseconds: the command line and the
 * tests read the result of the last time, keyed by the content of the files and of the code that compiles them. It loads
 * no YAML parser.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CompiledRules } from '../compiled-rules.ts';
import { fromBytes, toBytes, unpackRules } from '../packed-rules.ts';
import { RULES_FOLDER, type RuleSource, readRuleSources } from './sources.ts';

/** The compiled rules beside the rule files of the published package, packed as for the functions. */
export const PREBUILT = 'rules.bin';

const CLASSIFIER_FOLDER = fileURLToPath(new URL('../', import.meta.url));
const NODE_MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url));
const CACHE_FOLDER = join(NODE_MODULES, '.cache', 'bounce-ledger');
/** A file that nothing has read for so long is of rules that have changed. */
const MAX_UNREAD_DAYS = 7;
const DAY_MS = 86_400_000;

/** The shipped rules as they were compiled last, or null where the files have changed since. */
export function readCompiledRules(): CompiledRules | null {
  return readPrebuilt() ?? readBytes(cacheFile(readRuleSources()));
}

function readPrebuilt(): CompiledRules | null {
  try {
    return unpackRules(readFileSync(join(RULES_FOLDER, PREBUILT)));
  } catch {
    return null;
  }
}

/** Caches the shipped rules. A cache that cannot be written is no error: the rules are compiled the next time. */
export function cacheCompiledRules(sources: readonly RuleSource[], compiled: CompiledRules): void {
  if (!existsSync(NODE_MODULES)) return;
  const file = cacheFile(sources);
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(CACHE_FOLDER, { recursive: true });
    writeFileSync(temporary, toBytes(compiled));
    // Renamed into place: another process never reads half of it.
    renameSync(temporary, file);
    removeUnread();
  } catch {
    // A read-only installation.
  }
}

function readBytes(file: string): CompiledRules | null {
  try {
    const compiled = fromBytes(readFileSync(file));
    if (Date.now() - statSync(file).mtimeMs > DAY_MS) utimesSync(file, new Date(), new Date());
    return compiled;
  } catch {
    return null;
  }
}

function removeUnread(): void {
  for (const name of readdirSync(CACHE_FOLDER)) {
    const file = join(CACHE_FOLDER, name);
    if (Date.now() - statSync(file).mtimeMs > MAX_UNREAD_DAYS * DAY_MS) rmSync(file, { force: true });
  }
}

/** Keyed by the rules, and by the code that compiles and reads them. */
function cacheFile(sources: readonly RuleSource[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const { name, text } of sources) hash.update(`${name}\0${text}\0`);
  const extension = extname(import.meta.url);
  for (const folder of [CLASSIFIER_FOLDER, join(CLASSIFIER_FOLDER, 'rule-files')]) {
    for (const file of readdirSync(folder).sort()) {
      if (file.endsWith(extension)) hash.update(readFileSync(join(folder, file)));
    }
  }
  return join(CACHE_FOLDER, `rules-${hash.digest('hex').slice(0, 32)}.bin`);
}
