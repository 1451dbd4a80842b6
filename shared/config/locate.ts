/**
 * Finds a setting in the text of a configuration file, so that an error can name the line to fix. It reads just as
 * much of the language as a configuration written as one object literal has: strings, comments, brackets, keys.
 * What a file computes (a spread, a variable, a call) has no line of its own; the nearest setting around it then has.
 */

/** A setting's place: names of objects' keys, positions in arrays. */
export type SettingPath = ReadonlyArray<string | number>;

/** The line of each setting that stands in the text, by its path as JSON. Lines count from 1. */
export type LineIndex = ReadonlyMap<string, number>;

interface Level {
  readonly kind: '{' | '[' | '(';
  /** How the level itself is reached from the configuration's object; null outside of it. */
  readonly path: SettingPath | null;
  /** The key, or the position, that is being read. */
  key: string | number | null;
}

// One token: a comment, a string, a name or number, or any other single character. White space falls between them.
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`|[\w$]+|\S/g;

/** Indexes the object that the file exports by default, or that it hands to `defineLedger`. */
export function indexLines(text: string): LineIndex {
  const lines = new Map<string, number>();
  const tokens = [...text.matchAll(TOKEN)].filter(([token]) => !/^\/[/*]/.test(token));
  const lineAt = lineCounter(text);
  const levels: Level[] = [];
  tokens.forEach(({ 0: token, index }, position) => {
    const level = levels.at(-1);
    if (token === '{' || token === '[' || token === '(') {
      const starts = lines.size === 0 && token === '{' && isExported(tokens, position);
      if (starts) lines.set('[]', lineAt(index));
      levels.push({ kind: token, path: starts ? [] : pathWithin(level), key: token === '[' ? 0 : null });
    } else if (token === '}' || token === ']' || token === ')') {
      levels.pop();
    } else if (token === ',') {
      if (level) level.key = typeof level.key === 'number' ? level.key + 1 : null;
    } else if (level?.kind === '{' && level.key === null) {
      level.key = keyOf(token);
      mark(level, index);
    }
    const inside = levels.at(-1);
    const next = tokens[position + 1];
    if (inside?.kind === '[' && (token === '[' || token === ',') && next) mark(inside, next.index);
  });
  return lines;

  function mark({ path, key }: Level, index: number): void {
    if (path && key !== null) lines.set(JSON.stringify([...path, key]), lineAt(index));
  }
}

/** The line of a setting, or of the nearest setting around it that stands in the text; null when none does. */
export function lineOf(lines: LineIndex, path: SettingPath): number | null {
  for (let length = path.length; length >= 0; length--) {
    const line = lines.get(JSON.stringify(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return null;
}

/** The brace opens the configuration: `defineLedger({`, `export default {`. */
function isExported(tokens: readonly RegExpExecArray[], position: number): boolean {
  const before = (back: number) => tokens[position - back]?.[0];
  return (
    (before(1) === '(' && before(2) === 'defineLedger') || (before(1) === 'default' && before(2) === 'export')
  );
}

/** What a bracket opened on this level holds: the value of the level's key. Arguments of calls have no key. */
function pathWithin(level: Level | undefined): SettingPath | null {
  if (!level?.path || level.key === null || level.kind === '(') return null;
  return [...level.path, level.key];
}

function keyOf(token: string): string | null {
  if (/^[\w$]+$/.test(token)) return token;
  return /^['"]/.test(token) ? token.slice(1, -1) : null;
}

function lineCounter(text: string): (index: number) => number {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  return (index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < index) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
