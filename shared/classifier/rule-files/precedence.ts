/** The order in which rules decide: by tier, and within a tier by `precedence.yaml`. */
import type { InferOutput } from 'valibot';
import { type Tier, tiers } from '../rule.ts';
import type { FileRule } from './file-rule.ts';
import type { precedenceFile } from './schema.ts';
import type { RuleIssue, YamlFile } from './yaml.ts';

/** The entry that stands for all rules of a tier that are not named. */
const OTHERS = 'others';

type PrecedenceFile = YamlFile<InferOutput<typeof precedenceFile>>;

/** The rules in the order in which they decide. What is wrong with the list is added to `issues`. */
export function orderRules(
  rules: readonly FileRule[],
  precedence: PrecedenceFile,
  issues: RuleIssue[],
): readonly FileRule[] {
  const inFileOrder = sortByLanguage(rules, precedence.value.languages);
  const named = new Set<FileRule>();
  const namedOf = new Map<Tier, ReadonlyArray<readonly FileRule[] | typeof OTHERS>>();
  for (const tier of tiers) {
    const groups = precedence.value.tiers[tier].flatMap((line, index) => {
      return line.split(/\s+/).map((pattern) => {
        if (pattern === OTHERS) return OTHERS;
        const found = inFileOrder.filter(matching(pattern));
        for (const message of issuesOf(pattern, found, tier, named)) {
          const line = precedence.lineOf(['tiers', tier, index]);
          issues.push({ file: precedence.file, line, message });
        }
        for (const rule of found) named.add(rule);
        return found;
      });
    });
    namedOf.set(tier, groups.includes(OTHERS) ? groups : [...groups, OTHERS]);
  }
  return tiers.flatMap((tier) => {
    const others = inFileOrder.filter((rule) => rule.tier === tier && !named.has(rule));
    return (namedOf.get(tier) ?? []).flatMap((group) => (group === OTHERS ? others : group));
  });
}

function issuesOf(
  pattern: string,
  found: readonly FileRule[],
  tier: Tier,
  named: ReadonlySet<FileRule>,
): readonly string[] {
  if (found.length === 0) return [`No rule is named ${pattern}. Remove the entry, or correct it.`];
  return found.flatMap((rule) => [
    ...(rule.tier === tier
      ? []
      : [`${rule.id} has the tier ${rule.tier}, not ${tier}. Move the entry or the rule.`]),
    ...(named.has(rule) ? [`${rule.id} is named twice. Remove one of the entries.`] : []),
  ]);
}

/** `file/id`; `*` stands for one file, `{a,b}` for one of several ids. */
function matching(pattern: string): (rule: FileRule) => boolean {
  if (!/[*{]/.test(pattern)) return ({ id }) => id === pattern;
  const escaped = pattern
    .replace(/[.+?^$()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]+')
    .replace(/\{([^}]*)\}/g, (_, ids: string) => `(?:${ids.replaceAll(',', '|')})`);
  const expression = new RegExp(`^${escaped}$`);
  return ({ id }) => expression.test(id);
}

/** Languages in the order of the list, and where everything else is they stay. */
function sortByLanguage(rules: readonly FileRule[], languages: readonly string[]): readonly FileRule[] {
  const place = ({ id }: FileRule): number => {
    const language = /^languages\/([^/]+)\//.exec(id)?.[1];
    if (language === undefined) return -1;
    const at = languages.indexOf(language);
    return at < 0 ? languages.length : at;
  };
  return rules
    .map((rule, index) => ({ rule, index, at: place(rule) }))
    .sort((a, b) => a.at - b.at || a.index - b.index)
    .map(({ rule }) => rule);
}
