/** Custom codes, other meanings of shipped ones, and custom rules from the files of one folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { parseListFile, RESPONSE_FILE, TEXT_BODY_FILE } from '../classifier/list-files.ts';
import { customRuleSettings, parseCustomRuleFiles } from '../classifier/rule-files/custom-rule-files.ts';
import { formatIssue } from '../classifier/rule-files/yaml.ts';
import { shippedCodes, UNKNOWN } from '../failure-codes/scheme.ts';
import type { PolicySettings } from '../ledger/policy/settings.ts';
import type { ConfigFault } from './config-error.ts';
import type { CodeSettings, CustomCode } from './settings.ts';
import type { CheckedConfig } from './shape.ts';

type CodesConfig = NonNullable<CheckedConfig['codes']>;

const DEFAULT_FOLDER = 'codes';
const SHIPPED = shippedCodes.map(({ code }) => code);

/** `baseDir` is the folder that the configuration's own paths are relative to. */
export function resolveCodes(config: CodesConfig, baseDir: string, faults: ConfigFault[]): CodeSettings {
  const custom = [...renamedCodes(config.rename ?? {}, faults), ...customCodes(config, faults)];
  const known = new Set<number>([...SHIPPED, ...custom.map(({ code }) => code)]);
  const folder = posix.normalize(config.folder ?? DEFAULT_FOLDER);
  if (config.folder !== undefined && !existsSync(resolve(baseDir, folder))) {
    faults.push({ path: ['codes', 'folder'], message: `There is no folder ${folder} beside this file.` });
  }
  const listOf = (name: string) => {
    const file = posix.join(folder, name);
    const path = resolve(baseDir, file);
    if (!existsSync(path)) return [];
    const { rules, issues } = parseListFile(file, readFileSync(path, 'utf8'), known);
    faults.push(...issues);
    return rules;
  };
  const response = listOf(RESPONSE_FILE);
  const textBody = listOf(TEXT_BODY_FILE);
  const { issues, ...parsed } = parseCustomRuleFiles(ruleFiles(folder, baseDir), known);
  faults.push(...issues.map((issue) => ({ ...issue, message: formatIssue(issue) })));
  const inYaml = customRuleSettings(parsed);
  if (config.mode === 'replace' && response.length + inYaml.rules.length === 0) {
    const message = `Without a rule in ${folder} every failure would get the code ${UNKNOWN}. Add one, or remove "mode".`;
    faults.push({ path: ['codes', 'mode'], message });
  }
  const shipped = config.mode === 'replace' ? 'replaced' : 'after-custom';
  return { custom, response, textBody, ...inYaml, shipped };
}

/** The YAML files of the folder, by name. */
function ruleFiles(folder: string, baseDir: string) {
  const path = resolve(baseDir, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ file: posix.join(folder, name), text: readFileSync(resolve(path, name), 'utf8') }));
}

function renamedCodes(
  rename: NonNullable<CodesConfig['rename']>,
  faults: ConfigFault[],
): readonly CustomCode[] {
  return Object.entries(rename).flatMap(([key, meaning]) => {
    const code = SHIPPED.find((shipped) => shipped === Number(key));
    if (code !== undefined) return [{ code, meaning }];
    const message = 'Only a shipped code can be renamed; a new code goes into codes.custom.';
    faults.push({ path: ['codes', 'rename', key], message });
    return [];
  });
}

function customCodes(
  { custom = [], rename = {} }: CodesConfig,
  faults: ConfigFault[],
): readonly CustomCode[] {
  const seen = new Set(Object.keys(rename).map(Number));
  custom.forEach(({ code }, index) => {
    if (seen.has(code)) {
      const message = `The code ${code} is there twice.`;
      faults.push({ path: ['codes', 'custom', index, 'code'], message });
    }
    seen.add(code);
  });
  return custom;
}

/** A custom code can only count for a cause that the policy still has. */
export function checkEffects(
  { custom = [] }: CodesConfig,
  policy: PolicySettings,
  faults: ConfigFault[],
): void {
  const known = new Set<string>(policy.causes.map(({ suppressionReason }) => suppressionReason));
  custom.forEach(({ effect }, index) => {
    if (effect && !known.has(effect)) {
      const message = `The policy has no cause "${effect}" any more; choose another, or null for no effect.`;
      faults.push({ path: ['codes', 'custom', index, 'effect'], message });
    }
  });
}
