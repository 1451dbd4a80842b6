/** The classifier over compiled rules: what a reply means, by which rule. */
import type { Basis } from '../events/event.ts';
import { codeNamed, type FailureCode, groupOf, UNKNOWN } from '../failure-codes/scheme.ts';
import { joinReply, parseReply, type SmtpReply } from '../smtp/reply.ts';
import { codeOfReplyCode } from '../smtp/reply-code-registry.ts';
import { codeOfStatus } from '../smtp/status-registry.ts';
import type { Classification, Classifier, Explanation, Question } from './classifier.ts';
import type { CompiledRule, CompiledRules } from './compiled.ts';
import { fold, foldedBuffer } from './fold.ts';
import { Matcher } from './matcher.ts';
import { PLAIN, VAGUE } from './rules/strength.ts';

/** An operator's rules, ready to match (see own-rules.ts): the first that matches, or null, in linear time. */
export interface OwnRules {
  /** Of those for SMTP replies and the diagnostics of delivery reports. */
  matchReply(reply: string): OwnMatch | null;
  /** Of those for the words of a bounce mail without a delivery report. */
  matchBodyText(bodyText: string): OwnMatch | null;
  /** Whether the shipped rules are asked when none of the operator's matches. */
  readonly shipped: 'after-own' | 'replaced';
}

export interface OwnMatch {
  /** `file:line`. */
  readonly rule: string;
  readonly code: FailureCode;
  readonly start: number;
  readonly end: number;
}

interface Verdict {
  readonly code: FailureCode;
  readonly rule: string;
  readonly basis: Basis;
}

const NOTHING: Verdict = { code: UNKNOWN, rule: 'none', basis: 'none' };

/** A classifier over rules that have been compiled; make one a process. */
export function classifierOver(compiled: CompiledRules, own: OwnRules | null = null): Classifier {
  const shipped = own?.shipped !== 'replaced';
  const matcher = new Matcher(compiled);
  const folded = foldedBuffer();

  const textRule = (question: Question, reply: SmtpReply): CompiledRule | undefined => {
    const provider = question.provider ?? '';
    fold(reply.text, reply.from, reply.to, reply.replyCode, folded);
    const best = compiled.rules[matcher.best(folded, reply, provider)];
    if (best !== undefined && best.strength > VAGUE) return best;
    // What the reporting host wrote around the reply may say more than the reply.
    const around = question.diagnostic;
    if (around === undefined || (around === reply.text && reply.from === 0)) return best;
    // Of one text the reply itself, and what stands behind it, has been read.
    fold(around, 0, around === reply.text ? reply.from : around.length, reply.replyCode, folded);
    const told = compiled.rules[matcher.best(folded, reply, provider)];
    // A reply that says little, and has a code, yields only to a cause that is named outright.
    const outright = told !== undefined && told.strength >= PLAIN;
    const says = best !== undefined || reply.replyCode !== '' || reply.status !== '';
    return says && !outright ? best : told;
  };

  /** The evidence in the order in which it decides. */
  const decide = (question: Question, reply: SmtpReply): Verdict => {
    const ownMatch = own && matchOwn(own, question, reply);
    if (ownMatch) return { code: ownMatch.code, rule: ownMatch.rule, basis: 'operator' };
    if (!shipped) return NOTHING;
    const text = textRule(question, reply);
    if (text && text.strength > VAGUE) return text;
    const status = statusVerdict(reply.status);
    if (status?.specific) return status;
    const esp = espVerdict(question);
    if (esp) return esp;
    if (text) return text;
    const byCode = replyCodeVerdict(reply);
    // Who holds a message back may say 4.0.0 beside the 5xx that it was answered with.
    if (status && !(byCode && reply.status === '4.0.0' && reply.replyCode.startsWith('5'))) return status;
    return byCode ?? NOTHING;
  };

  return {
    classify(question) {
      return settle(question, decide(question, parseReply(question)));
    },
    explain(question) {
      const read = parseReply(question);
      const joined = joinReply(read);
      const reply: SmtpReply = { ...read, text: joined, from: 0, to: joined.length };
      const verdict = settle(question, decide(question, read));
      fold(joined, 0, joined.length, reply.replyCode, folded);
      const matched = matcher.all(folded, reply, question.provider ?? '').flatMap(({ rule, spans }) => {
        const found = compiled.rules[rule];
        if (!found) return [];
        const inReply = spans.map((span) => trimSpan(joined, folded.origins, span));
        return [{ rule: found.rule, code: found.code, basis: found.basis, spans: inReply }];
      });
      return {
        ...verdict,
        reply: joined,
        replyCode: reply.replyCode,
        status: reply.status,
        command: reply.command,
        matched: decidingFirst(verdict, [...matchedByOwn(own, question, reply), ...matched]),
      };
    },
  };
}

/** What rests on a whole body text is matched as a whole: the reply in it is only what a reader made out. */
function matchOwn(own: OwnRules, { bodyText }: Question, reply: SmtpReply): OwnMatch | null {
  return bodyText === undefined ? own.matchReply(reply.text) : own.matchBodyText(bodyText);
}

/** The operator's match for an explanation, in the text that the explanation shows. */
function matchedByOwn(own: OwnRules | null, question: Question, reply: SmtpReply): Explanation['matched'] {
  const match = own && matchOwn(own, question, reply);
  if (!match) return [];
  const { rule, code, start, end } = match;
  const shown = (question.bodyText ?? reply.text) === reply.text;
  return [{ rule, code, basis: 'operator', spans: shown ? [{ start, end }] : [] }];
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

const verdicts = new WeakMap<Verdict, Classification>();

/** The verdict as an answer; one object a rule, since most answers repeat. */
function answer(verdict: Verdict): Classification {
  let known = verdicts.get(verdict);
  if (known === undefined) {
    const { code, rule, basis } = verdict;
    known = { code, group: groupOf(code), rule, basis };
    verdicts.set(verdict, known);
  }
  return known;
}

/** A stated code is kept as given; whatever disagrees with the deciding evidence is recorded beside it. */
function settle(question: Question, verdict: Verdict): Classification {
  const decided = answer(verdict);
  const { statedCode, espCode } = question;
  if (statedCode !== undefined) {
    const stated = {
      code: statedCode,
      group: groupOf(statedCode),
      rule: `stated/${question.provider ?? 'esp'}`,
      basis: 'stated',
    } as const;
    if (verdict.basis === 'none' || agree(statedCode, verdict.code)) return stated;
    return { ...stated, conflict: { code: verdict.code, rule: verdict.rule } };
  }
  if (espCode === undefined || verdict.basis === 'esp' || agree(espCode, verdict.code)) return decided;
  return { ...decided, conflict: { code: espCode, rule: espRule(question) } };
}

const BLOCKLISTED = new Set([codeNamed('third-party-blocklist'), codeNamed('receiver-blocklist')]);

/** The two blocklist codes share one published meaning. */
function agree(a: FailureCode, b: FailureCode): boolean {
  return a === b || (BLOCKLISTED.has(a) && BLOCKLISTED.has(b));
}

function espVerdict(question: Question): Verdict | null {
  if (question.espCode === undefined) return null;
  return { code: question.espCode, rule: espRule(question), basis: 'esp' };
}

function espRule(question: Question): string {
  return `esp/${question.provider ?? 'esp'}/${question.espClass ?? ''}`;
}

/** Symbol indices as indices into the reply, without the spaces that bound a phrase. */
function trimSpan(
  text: string,
  origins: Int32Array,
  span: { readonly start: number; readonly end: number },
): { start: number; end: number } {
  let start = origins[span.start] ?? 0;
  let end = Math.min(text.length, (origins[span.end - 1] ?? 0) + 1);
  while (start < end && isEdge(text.charCodeAt(start))) start++;
  while (end > start && isEdge(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/** White space and ASCII punctuation: what folds to the space around a phrase. */
function isEdge(c: number): boolean {
  return c < 48 || (c > 57 && c < 65) || (c > 90 && c < 97) || (c > 122 && c < 128);
}

function decidingFirst(verdict: Classification, matched: Explanation['matched']): Explanation['matched'] {
  const deciding = matched.find((match) => match.rule === verdict.rule);
  const first = deciding ?? { rule: verdict.rule, code: verdict.code, basis: verdict.basis, spans: [] };
  return [first, ...matched.filter((match) => match !== deciding)];
}
