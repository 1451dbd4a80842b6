import { folded } from '../mime/folded.ts';
import type { Letter } from '../mime/letter.ts';
import { replyCodeOf } from '../reply.ts';
import { addressBlocks, reasonOfBlock } from './address-blocks.ts';
import { sessionWords } from './session.ts';

/**
 * Why a message failed for `recipient`, as far as the notice says it in words: a host's own verdict, else what
 * stands behind or below the address, else the transcript of the session, else the lines that read like a reply,
 * else what follows the introduction.
 */
export function reasonInWords(letter: Letter, recipient: string): string {
  const lines = letter.notice.lines;
  return (
    hostVerdict(letter) ||
    reasonOfBlock(addressBlocks(lines), recipient) ||
    sessionWords(lines) ||
    replyParagraph(lines) ||
    afterIntroduction(lines)
  );
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

function hostVerdict(letter: Letter): string {
  const words = folded(letter.notice.text);
  return hostVerdicts.find((sentence) => words.includes(sentence)) ?? '';
}

/** The paragraph that begins with the first line that reads like a reply. */
function replyParagraph(lines: readonly string[]): string {
  const first = lines.findIndex((line) => /^\W{0,6}[45]\d\d[\s-]/.test(line) && replyCodeOf(line) !== '');
  if (first < 0) return '';
  const end = lines.findIndex((line, index) => index > first && line.trim() === '');
  return lines.slice(first, end < 0 ? first + 12 : end).join('\n');
}

const INTRODUCTION_END = /(?:fail|follow|deliver|recipient|address|reason|rejected|because)[^:]{0,80}:\s*$/i;
const LONGEST_WORDS = 1500;

/** The notice after "The following address(es) failed:" and its like, or all of it. */
export function afterIntroduction(lines: readonly string[]): string {
  const introduction = lines.findIndex((line) => INTRODUCTION_END.test(line));
  const rest = lines
    .slice(introduction + 1)
    .join('\n')
    .trim();
  return (rest === '' ? lines.join('\n') : rest).slice(0, LONGEST_WORDS);
}
