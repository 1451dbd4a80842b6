import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { indexLines, lineOf, type SettingPath } from './locate.ts';

/**
 * One thing wrong with a configuration: where, and what to do about it. A fault in a file of rules says in its
 * message where it is.
 */
export type ConfigFault =
  | { readonly path: SettingPath; readonly message: string }
  | { readonly file: string; readonly line: number; readonly message: string };

/** A configuration that cannot be used; its message has a line for each issue, with the line of the file to fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly ConfigFault[];

  /** `file` null: the configuration was not read from one. */
  constructor(faults: readonly ConfigFault[], file: string | null) {
    const lines = file === null ? new Map<string, number>() : indexLines(readFileSync(file, 'utf8'));
    const shown = file === null ? 'configuration' : relative(process.cwd(), file);
    super(
      faults
        .map((fault) => {
          if ('file' in fault) return fault.message;
          const { path, message } = fault;
          const line = lineOf(lines, path);
          return `${shown}${line === null ? '' : `:${line}`}: ${nameOf(path)}${message}`;
        })
        .join('\n'),
    );
    this.faults = faults;
  }
}

/** A path as it would be written in code: `sources.ses.topics[0]`, `sources['send grid']`. */
function nameOf(path: SettingPath): string {
  const name = path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w$-]+$/.test(part) ? `.${part}` : `['${part}']`;
    })
    .join('')
    .replace(/^\./, '');
  return name === '' ? '' : `${name}: `;
}
