/** The operator's `ledger.config.ts`, as far as a command needs it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command, OptionValues } from '@commander-js/extra-typings';
import type { Classifier } from '../shared/classifier/classifier.ts';
import { createClassifier, openClassifier } from '../shared/classifier/create.ts';
import { ConfigError } from '../shared/config/config-error.ts';
import { loadSettings } from '../shared/config/load.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { CommandError } from './command.ts';

/** The default configuration, in the project's folder. */
export const CONFIG_FILE = fileURLToPath(new URL('../ledger.config.ts', import.meta.url));

const LOCAL_DEFAULTS = fileURLToPath(new URL('../shared/config/local-defaults.ts', import.meta.url));

/** Adds `--config FILE`. */
export function withConfig<A extends unknown[], O extends OptionValues>(command: Command<A, O>) {
  return command.option('--config <file>', 'Configuration to use. Default: ledger.config.ts.');
}

/**
 * The settings of `file`, or of `ledger.config.ts`, or, where there is none yet, those the local host has then.
 * @throws CommandError that names each line to fix.
 */
export function loadConfiguration(file?: string): LedgerSettings {
  try {
    return loadSettings(file ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : LOCAL_DEFAULTS));
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message);
    throw error;
  }
}

/** The classifier with the operator's own rules, where there are some. */
export async function loadClassifier(file?: string): Promise<Classifier> {
  if (file === undefined && !existsSync(CONFIG_FILE)) return createClassifier();
  return openClassifier(loadConfiguration(file).codes);
}
