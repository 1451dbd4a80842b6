/** The operator's rules: matched before the shipped ones, in time linear in the text whatever they are. */
import { asFailureCode } from '../failure-codes/scheme.ts';
import { parseReply, type SmtpReply } from '../smtp/reply.ts';
import type { CustomRuleMatch, CustomRules } from './classify.ts';
import type { ListRule } from './list-files.ts';
import { Matcher } from './matcher.ts';
import { createTextBuffer, normalizeText, originalSpan } from './normalize.ts';
import type { Rule, WordFamilies } from './rule.ts';

/** A rule of the operator's YAML files. */
export interface CustomRule extends Rule {
  /** `body`: the text of a bounce mail without a delivery report, instead of replies and diagnostics. */
  readonly appliesTo: 'reply' | 'body';
}

/** The operator's rules as the settings hold them: checked, and plain JSON. */
export interface CustomRuleSettings {
  /** `response_translations.list`: matched against the SMTP reply, or the diagnostic of a delivery report. */
  readonly response: readonly ListRule[];
  /** `textbody_translations.list`: matched against the text of a bounce mail without a delivery report. */
  readonly textBody: readonly ListRule[];
  /** Rules of the YAML files, in the order in which they decide. */
  readonly rules: readonly CustomRule[];
  /** The word families that those rules name. */
  readonly words: WordFamilies;
  readonly shipped: 'after-custom' | 'replaced';
}

/** No custom rule: the shipped ones decide. */
export const noCustomRules: CustomRuleSettings = {
  response: [],
  textBody: [],
  rules: [],
  words: {},
  shipped: 'after-custom',
};

/**
 * The rules ready to match, or null where there are none. The lists decide before the YAML files; what matches either
 * is loaded on demand, so that a function without custom rules starts without it.
 */
export async function openCustomRules(settings: CustomRuleSettings): Promise<CustomRules | null> {
  const { response, textBody, rules, words, shipped } = settings;
  if (response.length + textBody.length + rules.length === 0) return null;
  const ofReplies = rules.filter(({ appliesTo }) => appliesTo === 'reply');
  const ofBodies = rules.filter(({ appliesTo }) => appliesTo === 'body');
  const matchers = {
    response: await listMatcher(response),
    textBody: await listMatcher(textBody),
    replies: await ruleMatcher(ofReplies, words),
    bodies: await ruleMatcher(ofBodies, words),
  };
  return {
    shipped,
    matchReply: (reply, provider) => matchers.response(reply.text) ?? matchers.replies(reply, provider),
    matchBodyText: (text) => matchers.textBody(text) ?? matchers.bodies(parseReply({ diagnostic: text }), ''),
  };
}

/** The part of a text that expressions are matched against; a reply has 512 octets a line (RFC 5321, 4.5.3.1.5). */
const MAX_TEXT_LENGTH = 4_096;

async function listMatcher(rules: readonly ListRule[]): Promise<(text: string) => CustomRuleMatch | null> {
  if (rules.length === 0) return () => null;
  const { RE2JS } = await import('re2js');
  const compiled = rules.map(({ file, line, pattern, code }) => ({
    expression: RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE),
    rule: `${file}:${line}`,
    code: asFailureCode(code),
  }));
  return (text) => {
    const bounded = text.slice(0, MAX_TEXT_LENGTH);
    for (const { expression, rule, code } of compiled) {
      const found = expression.matcher(bounded);
      if (found.find()) return { rule, code, spans: [{ start: found.start(), end: found.end() }] };
    }
    return null;
  };
}

type RuleMatcher = (reply: SmtpReply, provider: string) => CustomRuleMatch | null;

async function ruleMatcher(rules: readonly Rule[], words: WordFamilies): Promise<RuleMatcher> {
  if (rules.length === 0) return () => null;
  const { compileRules } = await import('./compile.ts');
  const compiled = compileRules({ rules, words }, 'operator');
  const matcher = new Matcher(compiled);
  const normalized = createTextBuffer();
  return (reply, provider) => {
    const { text } = reply;
    normalizeText(text, 0, text.length, reply.replyCode, normalized);
    const match = matcher.find(normalized, reply, provider);
    const found = match && compiled.rules[match.rule];
    if (!match || !found) return null;
    const spans = match.spans.map((span) => originalSpan(text, normalized, span));
    return { rule: found.rule, code: found.code, spans };
  };
}
