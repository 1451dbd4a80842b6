import { findReplyCodeInProse } from '../../smtp/reply-code.ts';
import { withoutBoilerplate } from '../boilerplate.ts';
import type { HumanReadablePart } from '../mime/human-readable.ts';
import type { ParsedMessage } from '../mime/message.ts';
import { PhraseList } from '../phrases.ts';
import { hasWords } from '../text.ts';
import { addressBlocks, reasonsByRecipient } from './address-blocks.ts';
import { sessionText } from './session.ts';

/**
 * The reason for the failure of `recipient` in the human-readable part: a host's own statement, else the text behind
 * or below the address, else the transcript of the session, else the paragraph that begins with a reply, follows "The
 * response was:" or "Reason:", else the text after the introduction.
 */
export function reasonInText(message: ParsedMessage, recipient: string): string {
  const { statement, reasons, common } = reasonsOf(message.humanReadable);
  return statement || reasons.get(recipient.toLowerCase()) || common;
}

interface Reasons {
  readonly statement: string;
  /** By recipient, lower case. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Applies to every recipient without a reason of its own. */
  readonly common: string;
}

const cache = new WeakMap<HumanReadablePart, Reasons>();

/** A part is searched once, however many recipients it has. */
function reasonsOf(part: HumanReadablePart): Reasons {
  const { lines } = part;
  const reasons = cache.get(part) ?? {
    statement: hostStatement(part),
    reasons: reasonsByRecipient(addressBlocks(lines)),
    common:
      sessionText(lines) ||
      replyParagraph(lines) ||
      labelledParagraph(lines) ||
      labelledReason(lines) ||
      afterIntroduction(lines),
  };
  cache.set(part, reasons);
  return reasons;
}

/**
 * Sentences above the addresses that are more specific than the reply below them: au (KDDI) replies "550 user unknown"
 * for accounts that exist and are suspended. Lower case.
 */
const hostStatements = new PhraseList([
  'the user(s) account is disabled.',
  'the user(s) account is temporarily limited.',
  'the user(s) account is temporarily over quota.',
  'the user(s) account is inactive.',
]);

function hostStatement(part: HumanReadablePart): string {
  return hostStatements.firstIn(part.text);
}

/** The paragraph that begins with the first line with a reply code. */
function replyParagraph(lines: readonly string[]): string {
  const first = lines.findIndex(
    (line) => /^\W{0,6}[45]\d\d[\s-]/.test(line) && findReplyCodeInProse(line) !== '',
  );
  if (first < 0) return '';
  const end = lines.findIndex((line, index) => index > first && line.trim() === '');
  return lines.slice(first, end < 0 ? first + 12 : end).join('\n');
}

/** A line that introduces the remote host's reply, in the languages of the large providers. */
const RESPONSE_LABEL =
  /(?:response|replied|remote server|antwort|réponse|respuesta|resposta|risposta|antwoord|odpowied[źz]|odpověď|ответ|応答|响应|回應|응답)[^:：]{0,40}[:：]\s*$/i;

function labelledParagraph(lines: readonly string[]): string {
  const label = lines.findIndex((line) => line.length < 120 && RESPONSE_LABEL.test(line));
  if (label < 0) return '';
  const start = lines.findIndex((line, index) => index > label && line.trim() !== '');
  if (start < 0) return '';
  const end = lines.findIndex((line, index) => index > start && line.trim() === '');
  return lines.slice(start, end < 0 ? start + 12 : end).join('\n');
}

const INTRODUCTION_END = /(?:fail|reason|rejected|because|error)[^:]{0,80}:\s*$/i;
const MAX_WORDS_LENGTH = 1500;
/** Lines that are searched for a reason without a label. */
const MAX_LINES = 100;

const REASON_LABEL = /^\s{0,8}(?:failure |bounce |delivery failure )?reason(?: for failure)?\s?:\s*(?=\S)/i;

/** `Failure Reason: Tried all MXs`, with the lines below. */
function labelledReason(lines: readonly string[]): string {
  const label = lines.findIndex((line) => REASON_LABEL.test(line));
  if (label < 0) return '';
  const end = lines.findIndex((line, index) => index > label && line.trim() === '');
  const reason = lines.slice(label, end < 0 ? label + 12 : end).join('\n');
  const words = withoutBoilerplate(reason.replace(REASON_LABEL, ''));
  return hasWords(words) ? words : '';
}

/** The text below "The following address(es) failed:" and the like, or all of the part, without boilerplate. */
function afterIntroduction(lines: readonly string[]): string {
  const introduction = lines.findIndex((line) => INTRODUCTION_END.test(line));
  const rest = withoutBoilerplate(lines.slice(introduction + 1, introduction + MAX_LINES).join('\n'));
  if (hasWords(rest)) return rest.trim().slice(0, MAX_WORDS_LENGTH);
  const all = withoutBoilerplate(lines.slice(0, MAX_LINES).join('\n'));
  return hasWords(all) ? all.trim().slice(0, MAX_WORDS_LENGTH) : '';
}
