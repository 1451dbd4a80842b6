/** The configuration as far as a classification needs it: codes and custom rules. It loads no ESP. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command, OptionValues } from '@commander-js/extra-typings';
import type { Classifier } from '../shared/classifier/classifier.ts';
import { openClassifier } from '../shared/classifier/create.ts';
import { noCustomRules } from '../shared/classifier/custom-rules.ts';
import { ConfigError } from '../shared/config/config-error.ts';
import { loadCodeSettings } from '../shared/config/load-codes.ts';
import type { CodeSettings } from '../shared/config/settings.ts';
import { CommandError } from './command.ts';

/** The default configuration, in the working directory. */
export const CONFIG_FILE = resolve('ledger.config.ts');

/** Adds `--config FILE`. */
export function withConfig<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return command.option('--config <file>', 'Configuration to use. Default: ledger.config.ts.');
}

/**
 * The codes and custom rules of `file`, or of `ledger.config.ts` where there is one.
 *
 * @throws CommandError that names each line to fix
 */
export async function loadCodes(file?: string): Promise<CodeSettings> {
  if (file === undefined && !existsSync(CONFIG_FILE)) return { custom: [], ...noCustomRules };
  try {
    return await loadCodeSettings(file ?? CONFIG_FILE);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message);
    throw error;
  }
}

/** The classifier with the custom rules, where there are some. */
export async function loadClassifier(file?: string): Promise<Classifier> {
  return openClassifier(await loadCodes(file));
}
