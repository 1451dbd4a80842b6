/** The operator's `ledger.config.ts`, as far as a command needs it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../shared/config/config-error.ts';
import { loadSettings } from '../shared/config/load.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { CONFIG_FILE } from './code-settings.ts';
import { CommandError } from './command.ts';

const LOCAL_DEFAULTS = fileURLToPath(new URL('../shared/config/local-defaults.ts', import.meta.url));

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
