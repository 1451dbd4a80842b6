/**
 * The operator's own `response_translations.list` and `textbody_translations.list`. Their line format is not
 * published; that of their sibling, DeliveryStatusCodes.list, is: values separated by `~~`, the first match wins.
 * That a line here reads `regex~~code` is therefore inferred from it.
 */
import { RE2JS } from 're2js';

export const RESPONSE_FILE = 'response_translations.list';
export const TEXT_BODY_FILE = 'textbody_translations.list';

/** One line of a file: an expression in RE2's syntax and the code it stands for. */
export interface OwnRule {
  readonly file: string;
  readonly line: number;
  readonly pattern: string;
  readonly code: number;
}

/** The operator's rules, and what becomes of the shipped ones. */
export interface OwnRuleSettings {
  /** `response_translations.list`: matched against the SMTP reply, or a delivery report's diagnostic. */
  readonly response: readonly OwnRule[];
  /** `textbody_translations.list`: matched against the words of a bounce mail without a delivery report. */
  readonly textBody: readonly OwnRule[];
  readonly shipped: 'after-own' | 'replaced';
}

/** A line that is no rule. The message names file, line and mend. */
export interface TranslationFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Translations {
  readonly rules: readonly OwnRule[];
  readonly faults: readonly TranslationFault[];
}

const SEPARATOR = '~~';
const LONGEST_PATTERN = 1_000;

/**
 * Reads one file: a rule a line, `#` comments and blank lines aside. `known` are the codes a rule may give.
 * Expressions are of RE2's syntax, which matches in linear time: it has no look-around and no back-references.
 */
export function readTranslations(file: string, text: string, known: ReadonlySet<number>): Translations {
  const rules: OwnRule[] = [];
  const faults: TranslationFault[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = index + 1;
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) return;
    const read = readLine(content, known);
    if (typeof read === 'string') faults.push({ file, line, message: `${file}:${line}: ${read}` });
    else rules.push({ file, line, ...read });
  });
  return { rules, faults };
}

/** The rule of a line, or what is wrong with it. */
function readLine(content: string, known: ReadonlySet<number>): { pattern: string; code: number } | string {
  const cut = content.lastIndexOf(SEPARATOR);
  if (cut < 1) return `A rule reads "expression${SEPARATOR}code"; write # before a comment.`;
  const pattern = content.slice(0, cut).trim();
  const code = Number(content.slice(cut + SEPARATOR.length));
  if (!known.has(code)) return 'The code is neither a shipped one nor one of codes.own.';
  if (pattern.length > LONGEST_PATTERN) return `An expression has at most ${LONGEST_PATTERN} characters.`;
  try {
    RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  } catch {
    return 'The expression cannot be read: RE2 syntax, without look-around and back-references.';
  }
  return { pattern, code };
}
