import { folded } from '../mime/folded.ts';
import type { Letter } from '../mime/letter.ts';
import type { Notice } from '../mime/notice.ts';
import { replyCodeOf } from '../reply.ts';
import { type AddressBlock, addressBlocks, reasonOfBlock } from './address-blocks.ts';
import { sessionWords } from './session.ts';
import { hasWords } from './words.ts';

/**
 * Why a message failed for `recipient`, as far as the notice says it in words: a host's own verdict, else what
 * stands behind or below the address, else the transcript of the session, else the lines that read like a reply
 * or stand below "The response was:", else what follows the introduction.
 */
export function reasonInWords(letter: Letter, recipient: string): string {
  const { verdict, blocks, common } = reasonsOf(letter.notice);
  return verdict || reasonOfBlock(blocks, recipient) || common;
}

interface Reasons {
  readonly verdict: string;
  readonly blocks: readonly AddressBlock[];
  /** What holds for every recipient without a reason of its own. */
  readonly common: string;
}

const known = new WeakMap<Notice, Reasons>();

/** A notice is searched once, however many recipients it has. */
function reasonsOf(notice: Notice): Reasons {
  const { lines } = notice;
  const reasons = known.get(notice) ?? {
    verdict: hostVerdict(notice),
    blocks: addressBlocks(lines),
    common:
      sessionWords(lines) || replyParagraph(lines) || labelledParagraph(lines) || afterIntroduction(lines),
  };
  known.set(notice, reasons);
  return reasons;
}

/**
 * Sentences that some hosts write above the addresses, and that say more than the reply below them:
 * au (KDDI) answers "550 user unknown" for accounts that exist and are suspended. Lower case.
 */
const hostVerdicts: readonly string[] = [
  'the user(s) account is disabled.',
  'the user(s) account is temporarily limited.',
  'the user(s) account is temporarily over quota.',
  'the user(s) account is inactive.',
];

function hostVerdict(notice: Notice): string {
  const words = folded(notice.text);
  return hostVerdicts.find((sentence) => words.includes(sentence)) ?? '';
}

/** The paragraph that begins with the first line that reads like a reply. */
function replyParagraph(lines: readonly string[]): string {
  const first = lines.findIndex((line) => /^\W{0,6}[45]\d\d[\s-]/.test(line) && replyCodeOf(line) !== '');
  if (first < 0) return '';
  const end = lines.findIndex((line, index) => index > first && line.trim() === '');
  return lines.slice(first, end < 0 ? first + 12 : end).join('\n');
}

/** A line that announces what the other host said, in the languages of the large providers. */
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
const LONGEST_WORDS = 1500;

/** What stands below "The following address(es) failed:" and its like; all of the notice where nothing does. */
function afterIntroduction(lines: readonly string[]): string {
  const introduction = lines.findIndex((line) => INTRODUCTION_END.test(line));
  const rest = lines
    .slice(introduction + 1)
    .join('\n')
    .trim();
  return (hasWords(rest) ? rest : lines.join('\n').trim()).slice(0, LONGEST_WORDS);
}
