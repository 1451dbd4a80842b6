import { findFirst } from '../../address/scan.ts';
import { MAX_RECIPIENTS } from '../report.ts';
import { hasWords } from '../text.ts';

/**
 * The most common layout of a bounce: a line that begins with the recipient, the reason behind or below it.
 *
 *     <ann@b.example>:
 *     host mx.b.example said: 550 5.1.1 User unknown
 */
export interface AddressBlock {
  readonly recipient: string;
  /**
   * The lines of the reason, joined with newlines; empty when the block has the address only, or when the text
   * below it after an empty line is no reason.
   */
  readonly reason: string;
}

interface OpenBlock {
  readonly recipient: string;
  readonly reason: string[];
  /** Whether an empty line separates the address from the reason. */
  apart: boolean;
}

export interface BlockOptions {
  /** Whether the reason continues over blank lines, up to the next address. */
  readonly acrossBlankLines?: boolean;
}

/** Text allowed before the address at the head of a block. */
const BEFORE =
  /^(?:\s{0,8}\d{1,3}[.)]\s)?[\s<"'([*•>-]{0,12}$|^\s{0,8}"[^"]{1,60}"\s<$|^\s{0,8}[[(]?(?:(?:recipient|failed|destination|envelope|final)\s)?(?:mailto|smtp|rfc822|to|address|recipient|user)\s*[:;]\s*<?$/i;
/** A display name in front needs a colon behind the address: without it, the line is a sentence. */
const NAMED = /^\s{0,8}\p{L}[\p{L}\p{M} .'-]{1,60}\s<$/u;
/** Text allowed between the address and the reason. */
const BEHIND =
  /^[>"')\]]{0,3}(?:\s*[<([](?:mailto:)?[^<>()[\]@]{3,320}@[^<>()[\]@]{1,255}[>)\]])?(?:\s*:|\s*\.\.\.|\s*,|\s*;|\s+[-=]{1,2}>?|\s|$)/;

/** Outlook writes the time behind the address: `on 3/9/2026 8:01 AM`, `am 09.03.2026 08:01`. */
const WHEN =
  /^\s*(?:\p{L}{1,4}\s)?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?\s*$/iu;

const cache = new WeakMap<readonly string[], readonly AddressBlock[]>();

/** The blocks of a text, in order. Several formats and the search for a reason ask for those of a whole text. */
export function addressBlocks(lines: readonly string[], options: BlockOptions = {}): readonly AddressBlock[] {
  if (options.acrossBlankLines) return findBlocks(lines, options);
  let blocks = cache.get(lines);
  if (blocks === undefined) {
    blocks = findBlocks(lines, options);
    cache.set(lines, blocks);
  }
  return blocks;
}

function findBlocks(lines: readonly string[], options: BlockOptions): readonly AddressBlock[] {
  const blocks: OpenBlock[] = [];
  let open: OpenBlock | undefined;
  for (const line of lines) {
    const head = blocks.length < MAX_RECIPIENTS ? headOf(line) : null;
    if (head !== null && !(open !== undefined && continues(open, head, line))) {
      open = { recipient: head.recipient, reason: head.rest === '' ? [] : [head.rest], apart: false };
      blocks.push(open);
    } else if (line.trim() === '' || isRule(line)) {
      if (open === undefined || options.acrossBlankLines) continue;
      if (isComplete(open.reason)) open = undefined;
      else if (open.reason.length === 0) open.apart = true;
    } else if (open !== undefined) {
      const words = stripWrapper(line.trim());
      if (words !== '') open.reason.push(words);
    }
  }
  return blocks.map(({ recipient, reason, apart }) => {
    const text = reason.join('\n');
    return { recipient, reason: hasWords(text) && (!apart || looksLikeReason(text)) ? text : '' };
  });
}

/** True for a text with a reply code, a status or a label: `Reason: …`, `because:`. */
function looksLikeReason(text: string): boolean {
  return /(?<![\d.])[245]\d\d[\s-]|\b[45]\.\d{1,3}\.\d{1,3}\b|^[^:：\n]{1,40}[:：](?:\s|$)/.test(text);
}

/**
 * Sendmail puts the reason and the alias into parentheses; qmail names the host that it gave up on, whatever that host
 * replied.
 */
function stripWrapper(words: string): string {
  const first = words[0];
  if (first !== '(' && first !== 'G' && first !== 'g') return words;
  if (/^giving up on [\d.a-f:]{3,45}\.$/i.test(words)) return '';
  if (/^\(expanded from:?\s[^()]*\)$/i.test(words)) return '';
  return words.replace(/^\(reason:\s*(.*?)\)?$/i, '$1');
}

/** A line of dashes, with or without a title in it. */
function isRule(line: string): boolean {
  const words = line.trim();
  return words.startsWith('---') && words.endsWith('---');
}

/** "For the following reason:" is not yet the reason. */
function isComplete(reason: readonly string[]): boolean {
  return reason.length > 0 && !(reason.length === 1 && /^[^:]{0,60}:$/.test(reason[0] ?? ''));
}

/** Characters of a line in which an address heads a block. */
const MAX_HEAD_LENGTH = 512;

interface Head {
  readonly recipient: string;
  readonly rest: string;
  readonly indent: number;
}

function headOf(line: string): Head | null {
  if (line.length < 3 || !line.includes('@')) return null;
  const first = findFirst(line.slice(0, MAX_HEAD_LENGTH));
  if (first === undefined) return null;
  const before = line.slice(0, first.start);
  const after = line.slice(first.end);
  const isNamed = before.endsWith(' <') && NAMED.test(before) && /^>\s?:/.test(after);
  if (!isNamed && !BEFORE.test(before)) return null;
  const behind = BEHIND.exec(after);
  if (behind === null) return null;
  return {
    recipient: first.address,
    rest: after.slice(behind[0].length).replace(WHEN, '').trim(),
    indent: line.length - line.trimStart().length,
  };
}

/** A wrapped reason may begin a line with the address: `    <ann@b.example>: User unknown`. */
function continues(open: OpenBlock, head: Head, line: string): boolean {
  const isAddressOnly = head.indent === 0 && head.rest === '' && line.endsWith(':');
  if (isAddressOnly) return false;
  const same = head.recipient.toLowerCase() === open.recipient.toLowerCase();
  return open.reason.length > 0 && (same || head.indent >= 4);
}

/** Reasons by recipient, in lower case; a block without one shares that of the next. */
export function reasonsByRecipient(blocks: readonly AddressBlock[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  let next = '';
  for (const { recipient, reason } of blocks.toReversed()) {
    if (reason !== '') next = reason;
    reasons.set(recipient.toLowerCase(), next);
  }
  return reasons;
}
