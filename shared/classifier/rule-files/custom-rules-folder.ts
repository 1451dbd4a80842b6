/** The operator's rules in the folder beside `ledger.config.ts`: two lists, and YAML files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { CustomRuleSettings } from '../custom-rules.ts';
import { parseListFile, RESPONSE_FILE, TEXT_BODY_FILE } from '../list-files.ts';
import { customRuleSettings, parseCustomRuleFiles } from './custom-rule-files.ts';
import { formatIssue, type RuleIssue } from './yaml.ts';

export interface CustomRulesFolder extends Omit<CustomRuleSettings, 'shipped'> {
  /** Each message names the file and the line. */
  readonly issues: readonly RuleIssue[];
}

/**
 * Reads the custom rules of a folder.
 *
 * @param folder As messages name it, relative to `baseDir`.
 * @param knownCodes The codes that a rule may give, shipped and custom.
 */
export function readCustomRules(
  folder: string,
  baseDir: string,
  knownCodes: ReadonlySet<number>,
): CustomRulesFolder {
  const names = existsSync(resolve(baseDir, folder)) ? readdirSync(resolve(baseDir, folder)).sort() : [];
  const textOf = (name: string) => readFileSync(resolve(baseDir, folder, name), 'utf8');
  const listOf = (name: string) =>
    names.includes(name)
      ? parseListFile(posix.join(folder, name), textOf(name), knownCodes)
      : { rules: [], issues: [] };
  const response = listOf(RESPONSE_FILE);
  const textBody = listOf(TEXT_BODY_FILE);
  const files = names
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => ({ file: posix.join(folder, name), text: textOf(name) }));
  const { issues, ...inYaml } = parseCustomRuleFiles(files, knownCodes);
  return {
    response: response.rules,
    textBody: textBody.rules,
    ...customRuleSettings(inYaml),
    issues: [
      ...response.issues,
      ...textBody.issues,
      ...issues.map((issue) => ({ ...issue, message: formatIssue(issue) })),
    ],
  };
}
