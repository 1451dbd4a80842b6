/** Custom codes, other meanings of shipped ones, and custom rules from the files of one folder. */
import { existsSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { readCustomRules } from '../classifier/rule-files/custom-rules-folder.ts';
import { shippedCodes, UNKNOWN } from '../failure-codes/scheme.ts';
import type { PolicySettings } from '../ledger/policy/settings.ts';
import type { ConfigIssue } from './config-error.ts';
import type { CodesConfig } from './custom-codes-shape.ts';
import type { CodeSettings, CustomCode } from './settings.ts';

/** Where custom rules are, unless the configuration names another folder. */
export const DEFAULT_FOLDER = 'codes';
const SHIPPED = shippedCodes.map(({ code }) => code);

/**
 * @param baseDir The folder that the paths of the configuration are relative to.
 * @param readRules Reads the custom rules; a parameter, so that a command without any loads no parser.
 */
export function resolveCodes(
  config: CodesConfig,
  baseDir: string,
  issues: ConfigIssue[],
  readRules: typeof readCustomRules,
): CodeSettings {
  const custom = [...renamedCodes(config.rename ?? {}, issues), ...customCodes(config, issues)];
  const known = new Set<number>([...SHIPPED, ...custom.map(({ code }) => code)]);
  const folder = posix.normalize(config.folder ?? DEFAULT_FOLDER);
  if (config.folder !== undefined && !existsSync(resolve(baseDir, folder))) {
    issues.push({
      path: ['codes', 'folder'],
      message: `No folder ${folder} beside this file. Create it, or correct the path.`,
    });
  }
  const { issues: ruleIssues, ...rules } = readRules(folder, baseDir, known);
  issues.push(...ruleIssues);
  if (config.mode === 'replace' && rules.response.length + rules.rules.length === 0) {
    const message = `Without a rule in ${folder} every failure would get the code ${UNKNOWN}. Add one, or remove "mode".`;
    issues.push({ path: ['codes', 'mode'], message });
  }
  const shipped = config.mode === 'replace' ? 'replaced' : 'after-custom';
  return { custom, ...rules, shipped };
}

function renamedCodes(
  rename: NonNullable<CodesConfig['rename']>,
  issues: ConfigIssue[],
): readonly CustomCode[] {
  return Object.entries(rename).flatMap(([key, meaning]) => {
    const code = SHIPPED.find((shipped) => shipped === Number(key));
    if (code !== undefined) return [{ code, meaning }];
    const message = 'Only a shipped code can be renamed; a new code goes into codes.custom.';
    issues.push({ path: ['codes', 'rename', key], message });
    return [];
  });
}

function customCodes(
  { custom = [], rename = {} }: CodesConfig,
  issues: ConfigIssue[],
): readonly CustomCode[] {
  const seen = new Set(Object.keys(rename).map(Number));
  custom.forEach(({ code }, index) => {
    if (seen.has(code)) {
      const message = `Duplicate code ${code}. Remove one entry.`;
      issues.push({ path: ['codes', 'custom', index, 'code'], message });
    }
    seen.add(code);
  });
  return custom;
}

/** A custom code can only count for a cause that the policy still has. */
export function checkEffects(
  { custom = [] }: CodesConfig,
  policy: PolicySettings,
  issues: ConfigIssue[],
): void {
  const known = new Set<string>(policy.causes.map(({ suppressionReason }) => suppressionReason));
  custom.forEach(({ effect }, index) => {
    if (effect && !known.has(effect)) {
      const message = `The policy has no cause "${effect}" any more; choose another, or null for no effect.`;
      issues.push({ path: ['codes', 'custom', index, 'effect'], message });
    }
  });
}
