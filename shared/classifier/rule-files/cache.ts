/**
 * The shipped rules, compiled. Parsing and compiling the files takes some hundred milliseconds, so the result is cached
 * in `node_modules/.cache`, keyed by the content of the rule files and of the compiler.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileRules } from '../compile.ts';
import type { CompiledRules } from '../compiled-rules.ts';
import { fromBytes, toBytes } from '../packed-rules.ts';
import { parseRuleFiles, RULES_FOLDER, type RuleSource, readRuleSources } from './rule-files.ts';
import { formatIssue } from './yaml.ts';

const CLASSIFIER_FOLDER = fileURLToPath(new URL('../', import.meta.url));
const NODE_MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

/** The compiled rules beside the rule files of the published package. */
export const PREBUILT = 'rules.bin';

/** Compiles rule files. @throws Error that names file and line of everything that is wrong in them. */
export function compileRuleFiles(sources: readonly RuleSource[]): CompiledRules {
  const { rules, issues } = parseRuleFiles(sources);
  if (rules === null || issues.length > 0) {
    throw new Error(['The rule files are invalid.', ...issues.map(formatIssue)].join('\n'));
  }
  return compileRules(rules.ruleSet);
}

/** The shipped rules, prebuilt or from the cache, or compiled and cached. A cache that cannot be written is no error. */
export function cachedShippedRules(): CompiledRules {
  const prebuilt = readCache(join(RULES_FOLDER, PREBUILT));
  if (prebuilt !== null) return prebuilt;
  const sources = readRuleSources();
  const folder = join(NODE_MODULES, '.cache', 'bounce-ledger');
  const file = join(folder, `rules-${cacheKey(sources)}.bin`);
  const cached = readCache(file);
  if (cached !== null) return cached;
  const compiled = compileRuleFiles(sources);
  if (existsSync(NODE_MODULES)) writeCache(folder, file, toBytes(compiled));
  return compiled;
}

function readCache(file: string): CompiledRules | null {
  try {
    return fromBytes(readFileSync(file));
  } catch {
    return null;
  }
}

/** Renamed into place: another process never reads half of it. */
function writeCache(folder: string, file: string, bytes: Buffer): void {
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, bytes);
    renameSync(temporary, file);
  } catch {
    // A read-only installation compiles at each start.
  }
}

/** Of the rules, and of the code that compiles and reads them. */
function cacheKey(sources: readonly RuleSource[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const { name, text } of sources) hash.update(`${name}\0${text}\0`);
  const extension = extname(import.meta.url);
  for (const folder of [CLASSIFIER_FOLDER, join(CLASSIFIER_FOLDER, 'rule-files')]) {
    for (const file of readdirSync(folder).sort()) {
      if (file.endsWith(extension)) hash.update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 32);
}
