/** The classifier over compiled rules: the failure code of a reply, and the rule that decided. */
import type { Basis } from '../events/event.ts';
import { codeNamed, type FailureCode, groupOf, UNKNOWN } from '../failure-codes/scheme.ts';
import { joinReply, parseReply, type SmtpReply } from '../smtp/reply.ts';
import { codeOfReplyCode } from '../smtp/reply-code-registry.ts';
import { codeOfStatus } from '../smtp/status-registry.ts';
import type { Classification, Classifier, ClassifyInput, Explanation } from './classifier.ts';
import type { CompiledRule, CompiledRules } from './compiled-rules.ts';
import { Matcher } from './matcher.ts';
import { createTextBuffer, normalizeText, originalSpan } from './normalize.ts';
import { isOutright, isVague } from './rule.ts';

/** The operator's rules, ready to match (see custom-rules.ts): the first that matches, or null, in linear time. */
export interface CustomRules {
  /** By the rules for SMTP replies and the diagnostics of delivery reports. */
  matchReply(reply: SmtpReply, provider: string): CustomRuleMatch | null;
  /** By the rules for the text of a bounce mail without a delivery report. */
  matchBodyText(bodyText: string): CustomRuleMatch | null;
  /** Whether the shipped rules decide where none of the operator's matches. */
  readonly shipped: 'after-custom' | 'replaced';
}

export interface CustomRuleMatch {
  /** `codes/response_translations.list:3`, or a rule's id: `codes/leave/parental`. */
  readonly rule: string;
  readonly code: FailureCode;
  /** The matched parts of the text. */
  readonly spans: ReadonlyArray<{ readonly start: number; readonly end: number }>;
}

interface Verdict {
  readonly code: FailureCode;
  readonly rule: string;
  readonly basis: Basis;
}

const NOTHING: Verdict = { code: UNKNOWN, rule: 'none', basis: 'none' };

/** A classifier over rules that have been compiled; make one a process. */
export function classifierOver(compiled: CompiledRules, custom: CustomRules | null = null): Classifier {
  const shipped = custom?.shipped !== 'replaced';
  const matcher = new Matcher(compiled);
  const normalized = createTextBuffer();

  const textRule = (input: ClassifyInput, reply: SmtpReply): CompiledRule | undefined => {
    const provider = input.provider ?? '';
    normalizeText(reply.text, reply.from, reply.to, reply.replyCode, normalized);
    const inReply = compiled.rules[matcher.first(normalized, reply, provider)];
    if (inReply !== undefined && !isVague(inReply.tier)) return inReply;
    // What the reporting MTA wrote around the reply may say more than the reply.
    const around = input.diagnostic;
    if (around === undefined || (around === reply.text && reply.from === 0)) return inReply;
    // Within one text, the reply and what follows it have been matched.
    normalizeText(around, 0, around === reply.text ? reply.from : around.length, reply.replyCode, normalized);
    const beside = compiled.rules[matcher.first(normalized, reply, provider)];
    // A vague reply, or one with no more than a code, yields only to a cause that is named outright.
    const outright = beside !== undefined && isOutright(beside.tier);
    const saysSomething = inReply !== undefined || reply.replyCode !== '' || reply.status !== '';
    return saysSomething && !outright ? inReply : beside;
  };

  /** The evidence in the order in which it decides. */
  const decide = (input: ClassifyInput, reply: SmtpReply): Verdict => {
    const match = custom && matchCustom(custom, input, reply);
    if (match) return { code: match.code, rule: match.rule, basis: 'operator' };
    if (!shipped) return NOTHING;
    const text = textRule(input, reply);
    if (text && !isVague(text.tier)) return text;
    const status = statusVerdict(reply.status);
    if (status?.specific) return status;
    const esp = espVerdict(input);
    if (esp) return esp;
    if (text) return text;
    const byCode = replyCodeVerdict(reply);
    // A host that holds a message back may report 4.0.0 beside the 5yz of the receiver.
    if (status && !(byCode && reply.status === '4.0.0' && reply.replyCode.startsWith('5'))) return status;
    return byCode ?? NOTHING;
  };

  return {
    classify(input) {
      return toClassification(input, decide(input, parseReply(input)));
    },
    explain(input) {
      const parsed = parseReply(input);
      const joined = joinReply(parsed);
      const reply: SmtpReply = { ...parsed, text: joined, from: 0, to: joined.length };
      const verdict = toClassification(input, decide(input, parsed));
      normalizeText(joined, 0, joined.length, reply.replyCode, normalized);
      const matched = matcher.all(normalized, reply, input.provider ?? '').flatMap(({ rule, spans }) => {
        const found = compiled.rules[rule];
        if (!found) return [];
        const inReply = spans.map((span) => originalSpan(joined, normalized, span));
        return [{ rule: found.rule, code: found.code, basis: found.basis, spans: inReply }];
      });
      return {
        ...verdict,
        reply: joined,
        replyCode: reply.replyCode,
        status: reply.status,
        command: reply.command,
        matched: decidingFirst(verdict, [...matchedByCustom(custom, input, reply), ...matched]),
      };
    },
  };
}

/** A bounce mail without a delivery report is matched by its whole text: the reply in it is an extract. */
function matchCustom(
  custom: CustomRules,
  { bodyText, provider = '' }: ClassifyInput,
  reply: SmtpReply,
): CustomRuleMatch | null {
  return bodyText === undefined ? custom.matchReply(reply, provider) : custom.matchBodyText(bodyText);
}

/** The operator's match for an explanation, with its spans where the text is the one that the explanation shows. */
function matchedByCustom(
  custom: CustomRules | null,
  input: ClassifyInput,
  reply: SmtpReply,
): Explanation['matched'] {
  const match = custom && matchCustom(custom, input, reply);
  if (!match) return [];
  const { rule, code, spans } = match;
  const shown = (input.bodyText ?? reply.text) === reply.text;
  return [{ rule, code, basis: 'operator', spans: shown ? spans : [] }];
}

interface StatusVerdict extends Verdict {
  readonly specific: boolean;
}

const statusVerdicts = new Map<string, StatusVerdict>();

function statusVerdict(status: string): StatusVerdict | null {
  const found = codeOfStatus(status);
  if (found === null) return null;
  const name = status.startsWith('2.') ? '2.x.x' : status;
  return known(statusVerdicts, name, () => ({ ...found, rule: `status/${name}`, basis: 'status' }));
}

const replyCodeVerdicts = new Map<string, Verdict>();

function replyCodeVerdict(reply: SmtpReply): Verdict | null {
  const found = codeOfReplyCode(reply);
  if (found === null) return null;
  const { code, name } = found;
  return known(replyCodeVerdicts, name, () => ({ code, rule: `reply-code/${name}`, basis: 'reply-code' }));
}

function known<V extends Verdict>(verdicts: Map<string, V>, name: string, make: () => V): V {
  let verdict = verdicts.get(name);
  if (verdict === undefined) {
    verdict = make();
    verdicts.set(name, verdict);
  }
  return verdict;
}

const classifications = new WeakMap<Verdict, Classification>();

/** One object for each rule, since most answers repeat. */
function classificationOf(verdict: Verdict): Classification {
  let known = classifications.get(verdict);
  if (known === undefined) {
    const { code, rule, basis } = verdict;
    known = { code, group: groupOf(code), rule, basis };
    classifications.set(verdict, known);
  }
  return known;
}

/** A stated code is kept as given; a disagreement of the other evidence is recorded beside it. */
function toClassification(input: ClassifyInput, verdict: Verdict): Classification {
  const decided = classificationOf(verdict);
  const { statedCode, espCode } = input;
  if (statedCode !== undefined) {
    const stated = {
      code: statedCode,
      group: groupOf(statedCode),
      rule: `stated/${input.provider ?? 'esp'}`,
      basis: 'stated',
    } as const;
    if (verdict.basis === 'none' || agree(statedCode, verdict.code)) return stated;
    return { ...stated, conflict: { code: verdict.code, rule: verdict.rule } };
  }
  if (espCode === undefined || verdict.basis === 'esp' || agree(espCode, verdict.code)) return decided;
  return { ...decided, conflict: { code: espCode, rule: espRule(input) } };
}

const BLOCKLISTED = new Set([codeNamed('third-party-blocklist'), codeNamed('receiver-blocklist')]);

/** The two blocklist codes share one published meaning. */
function agree(a: FailureCode, b: FailureCode): boolean {
  return a === b || (BLOCKLISTED.has(a) && BLOCKLISTED.has(b));
}

function espVerdict(input: ClassifyInput): Verdict | null {
  if (input.espCode === undefined) return null;
  return { code: input.espCode, rule: espRule(input), basis: 'esp' };
}

function espRule(input: ClassifyInput): string {
  return `esp/${input.provider ?? 'esp'}/${input.espClass ?? ''}`;
}

function decidingFirst(verdict: Classification, matched: Explanation['matched']): Explanation['matched'] {
  const deciding = matched.find((match) => match.rule === verdict.rule);
  const first = deciding ?? { rule: verdict.rule, code: verdict.code, basis: verdict.basis, spans: [] };
  return [first, ...matched.filter((match) => match !== deciding)];
}
