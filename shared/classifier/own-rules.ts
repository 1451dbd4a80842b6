/** The operator's own rules, matched in linear time: no expression of theirs can hang the processor. */
import { RE2JS } from 're2js';
import { asFailureCode } from '../failure-codes/scheme.ts';
import type { OwnRule, OwnRuleSettings } from '../failure-codes/translations.ts';
import type { OwnMatch, OwnRules } from './classify.ts';

/** Longer texts are matched by their beginning; a reply has 512 octets a line (RFC 5321, 4.5.3.1.5). */
const MAX_TEXT_LENGTH = 4_096;

/** Compiles rules that were checked at synthesis; case does not matter. */
export function compileOwnRules({ response, textBody, shipped }: OwnRuleSettings): OwnRules {
  return { shipped, matchReply: matcherOf(response), matchBodyText: matcherOf(textBody) };
}

function matcherOf(rules: readonly OwnRule[]): (text: string) => OwnMatch | null {
  const compiled = rules.map(({ file, line, pattern, code }) => ({
    expression: RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE),
    rule: `${file}:${line}`,
    code: asFailureCode(code),
  }));
  return (text) => {
    const read = text.slice(0, MAX_TEXT_LENGTH);
    for (const { expression, rule, code } of compiled) {
      const found = expression.matcher(read);
      if (found.find()) return { rule, code, start: found.start(), end: found.end() };
    }
    return null;
  };
}
