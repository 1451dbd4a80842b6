import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { indexLines, lineOf, type SettingPath } from './locate.ts';

/**
 * One thing wrong with a configuration: where, and what to do about it. An issue in a file of rules says in its
 * message where it is.
 */
export type ConfigIssue =
  | { readonly path: SettingPath; readonly message: string }
  | { readonly file: string; readonly line: number; readonly message: string };

/** A configuration that cannot be used; its message has a line for each issue, with the line of the file to fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly issues: readonly ConfigIssue[];

  /** `file` null: the configuration was not read from one. */
  constructor(issues: readonly ConfigIssue[], file: string | null) {
    const lines = file === null ? new Map<string, number>() : indexLines(readFileSync(file, 'utf8'));
    const shown = file === null ? 'configuration' : relative(process.cwd(), file);
    super(
      issues
        .map((issue) => {
          if ('file' in issue) return issue.message;
          const { path, message } = issue;
          const line = lineOf(lines, path);
          return `${shown}${line === null ? '' : `:${line}`}: ${nameOf(path)}${message}`;
        })
        .join('\n'),
    );
    this.issues = issues;
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
