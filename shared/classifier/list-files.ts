/**
 * The operator's `response_translations.list` and `textbody_translations.list`, as the On-Premise product reads them.
 * Their line format is not published; that of their sibling, DeliveryStatusCodes.list, is: values separated by `~~`,
 * the first match wins. That a line reads `regex~~code` is inferred from it.
 */
import { RE2JS } from 're2js';

export const RESPONSE_FILE = 'response_translations.list';
export const TEXT_BODY_FILE = 'textbody_translations.list';

/** One line of a list: an expression in RE2 syntax and the code it gives. */
export interface ListRule {
  readonly file: string;
  readonly line: number;
  readonly pattern: string;
  readonly code: number;
}

/** A line that is no rule. The message names the file, the line and the remedy. */
export interface ListIssue {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface ParsedList {
  readonly rules: readonly ListRule[];
  readonly issues: readonly ListIssue[];
}

const SEPARATOR = '~~';
const MAX_PATTERN_LENGTH = 1_000;

/**
 * Parses one file: a rule a line, `#` comments and blank lines ignored.
 *
 * @param knownCodes The codes that a rule may give, shipped and custom.
 */
export function parseListFile(file: string, text: string, knownCodes: ReadonlySet<number>): ParsedList {
  const rules: ListRule[] = [];
  const issues: ListIssue[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = index + 1;
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) return;
    const parsed = parseLine(content, knownCodes);
    if (typeof parsed === 'string') issues.push({ file, line, message: `${file}:${line}: ${parsed}` });
    else rules.push({ file, line, ...parsed });
  });
  return { rules, issues };
}

/** The rule of a line, or what is wrong with it. */
function parseLine(
  content: string,
  knownCodes: ReadonlySet<number>,
): { pattern: string; code: number } | string {
  const cut = content.lastIndexOf(SEPARATOR);
  if (cut < 1) return `Invalid line. Write "expression${SEPARATOR}code", or # before a comment.`;
  const pattern = content.slice(0, cut).trim();
  const code = Number(content.slice(cut + SEPARATOR.length));
  if (!knownCodes.has(code)) return 'Unknown failure code. Use a shipped code, or add it to codes.custom.';
  if (pattern.length > MAX_PATTERN_LENGTH) {
    return `Expression too long. The limit is ${MAX_PATTERN_LENGTH} characters.`;
  }
  try {
    RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  } catch {
    return 'Invalid expression. Use RE2 syntax, without look-around and back-references.';
  }
  return { pattern, code };
}
