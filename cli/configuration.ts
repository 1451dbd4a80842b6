/** The operator's `ledger.config.ts`, as far as a command needs it. */
import { existsSync } from 'node:fs';
import { ConfigError } from '../shared/config/config-error.ts';
import { loadSettings } from '../shared/config/load.ts';
import localDefaults from '../shared/config/local-defaults.ts';
import { resolveSettings } from '../shared/config/resolve.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { CONFIG_FILE } from './code-settings.ts';
import { CommandError } from './command.ts';

/**
 * The settings of `file`, or of `ledger.config.ts`, or, where there is none yet, those the local host has then.
 * @throws CommandError that names each line to fix.
 */
export function loadConfiguration(file?: string): LedgerSettings {
  try {
    if (file === undefined && !existsSync(CONFIG_FILE)) return resolveSettings(localDefaults);
    return loadSettings(file ?? CONFIG_FILE);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message);
    throw error;
  }
}
