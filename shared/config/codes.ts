/** The operator's own codes, other words for shipped ones, and rules of their own from two files. */
import { existsSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { shippedCodes, UNKNOWN } from '../failure-codes/scheme.ts';
import { RESPONSE_FILE, readTranslations, TEXT_BODY_FILE } from '../failure-codes/translations.ts';
import type { PolicySettings } from '../ledger/policy-settings.ts';
import type { ConfigFault } from './config-error.ts';
import type { CodeSettings, OwnCode } from './settings.ts';
import type { CheckedConfig } from './shape.ts';

type CodesConfig = NonNullable<CheckedConfig['codes']>;

const DEFAULT_FOLDER = 'codes';
const SHIPPED = shippedCodes.map(({ code }) => code);

/** `baseDir` is the folder that the configuration's own paths are relative to. */
export function resolveCodes(config: CodesConfig, baseDir: string, faults: ConfigFault[]): CodeSettings {
  const own = [...renamedCodes(config.rename ?? {}, faults), ...ownCodes(config, faults)];
  const known = new Set<number>([...SHIPPED, ...own.map(({ code }) => code)]);
  const folder = posix.normalize(config.folder ?? DEFAULT_FOLDER);
  if (config.folder !== undefined && !existsSync(resolve(baseDir, folder))) {
    faults.push({ path: ['codes', 'folder'], message: `There is no folder ${folder} beside this file.` });
  }
  const rulesOf = (name: string) => {
    const file = posix.join(folder, name);
    const path = resolve(baseDir, file);
    if (!existsSync(path)) return [];
    const read = readTranslations(file, readFileSync(path, 'utf8'), known);
    faults.push(...read.faults);
    return read.rules;
  };
  const response = rulesOf(RESPONSE_FILE);
  const textBody = rulesOf(TEXT_BODY_FILE);
  if (config.mode === 'replace' && response.length === 0) {
    const message = `Without a rule in ${posix.join(folder, RESPONSE_FILE)} nothing would have a code but ${UNKNOWN}.`;
    faults.push({ path: ['codes', 'mode'], message });
  }
  return { own, response, textBody, shipped: config.mode === 'replace' ? 'replaced' : 'after-own' };
}

function renamedCodes(rename: NonNullable<CodesConfig['rename']>, faults: ConfigFault[]): readonly OwnCode[] {
  return Object.entries(rename).flatMap(([key, meaning]) => {
    const code = SHIPPED.find((shipped) => shipped === Number(key));
    if (code !== undefined) return [{ code, meaning }];
    const message = 'Only a shipped code can be renamed; a code of your own goes into codes.own.';
    faults.push({ path: ['codes', 'rename', key], message });
    return [];
  });
}

function ownCodes({ own = [], rename = {} }: CodesConfig, faults: ConfigFault[]): readonly OwnCode[] {
  const seen = new Set(Object.keys(rename).map(Number));
  own.forEach(({ code }, index) => {
    if (seen.has(code)) {
      const message = `The code ${code} is there twice.`;
      faults.push({ path: ['codes', 'own', index, 'code'], message });
    }
    seen.add(code);
  });
  return own;
}

/** A code of the operator's own can only count for a cause that the policy still has. */
export function checkEffects({ own = [] }: CodesConfig, policy: PolicySettings, faults: ConfigFault[]): void {
  const known = new Set<string>(policy.causes.map(({ reason }) => reason));
  own.forEach(({ effect }, index) => {
    if (effect && !known.has(effect)) {
      const message = `The policy has no cause "${effect}" any more; choose another, or null for no effect.`;
      faults.push({ path: ['codes', 'own', index, 'effect'], message });
    }
  });
}
