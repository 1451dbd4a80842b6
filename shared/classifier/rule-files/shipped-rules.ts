/** The shipped rules, compiled from their files. */
import { compileRules } from '../compile.ts';
import type { CompiledRules } from '../compiled-rules.ts';
import { cacheCompiledRules, readCompiledRules } from './cache.ts';
import { parseRuleFiles } from './rule-files.ts';
import { type RuleSource, readRuleSources } from './sources.ts';
import { formatIssue } from './yaml.ts';

/** Compiles rule files. @throws Error that names file and line of everything that is wrong in them */
export function compileRuleFiles(sources: readonly RuleSource[]): CompiledRules {
  const { rules, issues } = parseRuleFiles(sources);
  if (rules === null || issues.length > 0) {
    throw new Error(['The rule files are invalid.', ...issues.map(formatIssue)].join('\n'));
  }
  return compileRules(rules.ruleSet);
}

/** The shipped rules, from the cache where the files have not changed. @throws Error where they are invalid */
export function shippedRules(): CompiledRules {
  const cached = readCompiledRules();
  if (cached !== null) return cached;
  const sources = readRuleSources();
  const compiled = compileRuleFiles(sources);
  cacheCompiledRules(sources, compiled);
  return compiled;
}
