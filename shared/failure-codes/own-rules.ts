/** The operator's own rules, matched in linear time: no expression of theirs can hang the processor. */
import { RE2JS } from 're2js';
import type { OwnMatch, OwnRules } from '../classifier/create.ts';
import type { CodeSettings, OwnRule } from '../config/settings.ts';
import { asFailureCode } from './scheme.ts';

/** Longer texts are matched by their beginning; a reply has 512 octets a line (RFC 5321, 4.5.3.1.5). */
const LONGEST_TEXT = 4_096;

interface Compiled {
  readonly expression: RE2JS;
  readonly rule: string;
  readonly code: OwnMatch['code'];
}

/** Rules for replies. Expressions were checked at synthesis; case does not matter. */
export function ownRules({ response, shipped }: CodeSettings): OwnRules {
  return matcherOf(response, shipped);
}

/** Rules for the body of a bounce mail without a delivery-status part. */
export function ownTextBodyRules({ textBody, shipped }: CodeSettings): OwnRules {
  return matcherOf(textBody, shipped);
}

function matcherOf(rules: readonly OwnRule[], shipped: OwnRules['shipped']): OwnRules {
  const compiled: readonly Compiled[] = rules.map(({ file, line, pattern, code }) => ({
    expression: RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE),
    rule: `${file}:${line}`,
    code: asFailureCode(code),
  }));
  return {
    shipped,
    match(text) {
      const read = text.slice(0, LONGEST_TEXT);
      for (const { expression, rule, code } of compiled) {
        const found = expression.matcher(read);
        if (found.find()) return { rule, code, start: found.start(), end: found.end() };
      }
      return null;
    },
  };
}
