import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { noCustomRules } from '../classifier/custom-rules.ts';
import { ConfigError, type ConfigIssue } from './config-error.ts';
import { DEFAULT_FOLDER, resolveCodes } from './custom-codes.ts';
import { codesShape } from './custom-codes-shape.ts';
import { readConfig } from './read-config.ts';
import type { CodeSettings } from './settings.ts';

const shape = v.object({ codes: v.optional(codesShape) });

/**
 * The codes and custom rules of a configuration file, which are all that a classification needs: the rest of the file
 * is not checked, and no ESP is loaded.
 *
 * @throws ConfigError that names each line to fix
 */
export async function loadCodeSettings(file: string): Promise<CodeSettings> {
  const path = resolve(file);
  const baseDir = dirname(path);
  const checked = v.safeParse(shape, readConfig(path));
  if (!checked.success) {
    const issues = checked.issues.map(({ path: at, message }) => ({
      path: (at ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key))),
      message,
    }));
    throw new ConfigError(issues, path);
  }
  const config = checked.output.codes ?? {};
  const issues: ConfigIssue[] = [];
  const settings = resolveCodes(
    config,
    baseDir,
    issues,
    await rulesReader(resolve(baseDir, config.folder ?? DEFAULT_FOLDER)),
  );
  if (issues.length > 0) throw new ConfigError(issues, path);
  return settings;
}

/** The parsers of custom rules are loaded only where there is a folder of them. */
async function rulesReader(folder: string) {
  if (!existsSync(folder)) return () => ({ ...noCustomRules, issues: [] });
  return (await import('../classifier/rule-files/custom-rules-folder.ts')).readCustomRules;
}
