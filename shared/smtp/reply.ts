/**
 * The only parser of SMTP replies (RFC 5321, 4.2): where the reply begins inside what a reporting MTA wrote around it,
 * its reply code, its enhanced status code, and the command it answered. Every scan is linear in the text.
 */
import { escapeRegExp } from '../escape-regexp.ts';
import { digitsEnd, isDigit } from './characters.ts';
import { findMostSpecificStatus, findStatus, isGenericStatus } from './enhanced-status.ts';
import { decodeOctalEscapes, hasOctalEscapes } from './octal-escapes.ts';
import { findReplyCode, indexOfReplyCode, isFailureReplyCode } from './reply-code.ts';
import {
  bracketedPostscripts,
  categories,
  commandHints,
  commandMarkers,
  consequence,
  consequenceHint,
  fallbackPreamble,
  logged,
  loggedHint,
  postscripts,
  preambles,
  type SmtpCommand,
  wrapperEnd,
} from './reporting-hosts.ts';

/** What a report gives of a reply; every part may be missing or empty. */
export interface ReplyEvidence {
  /** The bare reply, where it is known apart from the diagnostic. */
  readonly reply?: string | undefined;
  /** The reply or diagnostic, perhaps with a reporting host's preamble. */
  readonly diagnostic?: string | undefined;
  /** Enhanced status code of the report: `5.1.1`. */
  readonly status?: string | undefined;
  /** Reply code of the report: `550`. */
  readonly replyCode?: string | undefined;
}

export interface SmtpReply {
  /** The text that `from` and `to` are indices of. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** RFC 5321 reply code of a failure, or empty. */
  readonly replyCode: string;
  /** RFC 3463 enhanced status code, or empty. */
  readonly status: string;
  /** The command that was answered, where the report names it, or empty. */
  readonly command: SmtpCommand | '';
}

/** All preambles in one expression: a third of the time of one search each. The group holds those to seek behind. */
const preamble = new RegExp(`(${anyOf(true)})|${anyOf(false)}`);

function anyOf(seek: boolean): string {
  const markers = preambles.filter((one) => (one.seek ?? false) === seek).map(({ marker }) => marker);
  return markers.map((marker) => escapeRegExp(marker)).join('|');
}

/** How far into a text a category of Cisco's begins: behind a reply code and a status. */
const MAX_CATEGORY_OFFSET = 16;

/** How far into a text a preamble is looked for. */
const MAX_PREAMBLE_OFFSET = 2_048;

/** Characters of a wrapper before the reply in it, and of what may stand between the two. */
const MAX_WRAPPER_LENGTH = 200;
const MAX_BARE_REPLY_OFFSET = 8;

const HYPHEN = 45;
const DOT = 46;
/** `5.123.456` and the character behind it. */
const MAX_STATUS_LENGTH = 10;
const isClosingBracket = (c: number): boolean => c === 41 || c === 93;

/**
 * Parses the reply of a report: the bare reply if there is one, else the one in the diagnostic.
 *
 * @example
 * parseReply({ diagnostic: 'host mx.example.net[192.0.2.5] said: 550 5.1.1 unknown (in reply to RCPT TO command)' })
 * // replyCode '550', status '5.1.1', command 'rcpt'; from and to enclose '550 5.1.1 unknown '
 */
export function parseReply(evidence: ReplyEvidence): SmtpReply {
  const bare = evidence.reply !== undefined && evidence.reply !== '';
  const given = (bare ? evidence.reply : evidence.diagnostic) ?? '';
  const text = withoutSubject(hasOctalEscapes(given) ? decodeOctalEscapes(given) : given);
  const from = afterBlanks(text, replyStart(text));
  const to = replyEnd(text, from);
  const textCode = findReplyCode(text, from, to);
  const textStatus = statusOf(text, from, to);
  const replyCode = isFailureReplyCode(evidence.replyCode) ? evidence.replyCode : textCode;
  const around = evidence.diagnostic ?? text;
  // Only a reporting host names the command: a bare reply does not.
  const alone = around === text && from === 0 && to === text.length && isDigit(text.charCodeAt(0));
  return {
    text,
    from,
    to,
    replyCode,
    status: chooseStatus(textStatus, evidence.status),
    command: alone ? '' : findCommand(around),
  };
}

/** Bounded, so that a run of quotation marks is not searched to its end for each of them. */
const QUOTED_SUBJECT = /(\bsubject:? {0,3})"[^"\n]{1,300}"/gi;

/** Without a quoted subject, which is the message's and no statement of the receiver: `with subject "User unknown" refused`. */
function withoutSubject(text: string): string {
  return text.includes('ubject') ? text.replace(QUOTED_SUBJECT, '$1') : text;
}

/** Index of the reply's first character; 0 where no preamble stands before it. */
function replyStart(text: string): number {
  if (beginsWithReply(text)) return afterWrapper(text, afterCategory(text));
  const found = preamble.exec(text);
  if (found === null || found.index > MAX_PREAMBLE_OFFSET) {
    const at = text.indexOf(fallbackPreamble);
    return at < 0 || at > MAX_PREAMBLE_OFFSET ? afterLogged(text) : at + fallbackPreamble.length;
  }
  const best = found.index + found[0].length;
  if (found[1] === undefined) return afterWrapper(text, best);
  const code = indexOfReplyCode(text, best, text.length);
  return code < 0 ? best : code;
}

/** Where the reason begins in a line of a log, else that of a quoted reply. */
function afterLogged(text: string): number {
  const line = text.includes(loggedHint) ? logged.exec(text) : null;
  return line === null || line.index > MAX_PREAMBLE_OFFSET
    ? quotedReplyStart(text)
    : line.index + line[0].length;
}

/** Before a reply that is quoted: a colon, a quotation mark, a bracket, or the beginning of a line. */
const BEFORE_QUOTED = /[:'"(>\n]\s{0,8}$/;
const STATUS_BEHIND_CODE = /^[ -][245]\.\d{1,3}\.\d{1,3}(?!\d)/;
const AMOUNT = /^\s{1,3}(?:bytes|octets|kb|mb|days|hours|minutes|seconds|ms|users|messages|recipients)\b/i;
/** Characters around a reply code that say whether a reply begins there. */
const MAX_CONTEXT = 16;

/**
 * Index of a reply that nothing but its form shows: a reply code behind a mark of quotation, or with a status behind it.
 * 0 where there is none; an amount is no reply code.
 */
function quotedReplyStart(text: string): number {
  const end = Math.min(text.length, MAX_PREAMBLE_OFFSET);
  for (let at = indexOfReplyCode(text, 0, end); at >= 0; at = indexOfReplyCode(text, at + 3, end)) {
    const behind = text.slice(at + 3, at + 3 + MAX_CONTEXT);
    if (STATUS_BEHIND_CODE.test(behind)) return at;
    const quoted = BEFORE_QUOTED.test(text.slice(Math.max(0, at - MAX_CONTEXT), at));
    if (quoted && /^[\s-]/.test(behind) && !AMOUNT.test(behind)) return at;
  }
  return 0;
}

/** Behind what Exchange Online writes before the reply that it quotes: `550 5.0.350 Remote server returned an error -> `. */
function afterWrapper(text: string, from: number): number {
  // By its last character, which most replies do not have.
  for (let end = text.indexOf('>', from); end >= 0; end = text.indexOf('>', end + 1)) {
    if (end - from > MAX_WRAPPER_LENGTH) return from;
    const start = end + 2;
    if (!text.startsWith(wrapperEnd, start - wrapperEnd.length)) continue;
    return indexOfReplyCode(text, start, start + MAX_BARE_REPLY_OFFSET) < 0 ? from : start;
  }
  return from;
}

/** Behind white space, of which a marker at the end of a line has some after it. */
function afterBlanks(text: string, from: number): number {
  let i = from;
  while (i < text.length && text.charCodeAt(i) <= 32) i++;
  return i === text.length ? from : i;
}

/** Whether it begins with a code of three digits or a status; an IP address, with which qmail begins, is neither. */
function beginsWithReply(text: string): boolean {
  if (!isDigit(text.charCodeAt(0))) return false;
  if (digitsEnd(text, 1, 4) === 3 && text.charCodeAt(3) !== DOT) return true;
  const status = findStatus(text, 0, MAX_STATUS_LENGTH);
  return status !== '' && text.startsWith(status);
}

function afterCategory(text: string): number {
  for (let i = 5; i < MAX_CATEGORY_OFFSET; i++) {
    if (text.charCodeAt(i) !== HYPHEN) continue;
    const category = categories.find((words) => text.startsWith(words, i - 1));
    return category === undefined || i - 1 + category.length >= text.length ? 0 : i - 1 + category.length;
  }
  return 0;
}

function replyEnd(text: string, from: number): number {
  const end = firstBehind(postscripts, text, from) ?? consequenceOf(text, from);
  if (end !== undefined) return end;
  if (text.length === 0 || !isClosingBracket(text.charCodeAt(text.length - 1))) return text.length;
  for (const ending of bracketedPostscripts) {
    const at = text.lastIndexOf(ending);
    if (at > from) return at;
  }
  return text.length;
}

/** Where the first of the markers stands that is in the text, behind the reply's first character. */
function firstBehind(markers: readonly string[], text: string, from: number): number | undefined {
  for (const marker of markers) {
    const at = text.indexOf(marker, from);
    if (at > from) return at;
  }
  return undefined;
}

function consequenceOf(text: string, from: number): number | undefined {
  if (!text.includes(consequenceHint, from) && !text.includes('503', from)) return undefined;
  for (let at = indexOfReplyCode(text, from + 1); at >= 0; at = indexOfReplyCode(text, at + 3)) {
    consequence.lastIndex = at;
    if (consequence.test(text)) return at;
  }
  return undefined;
}

/** The first status of a reply, unless it is generic and another one is not: `5.0.0 - 550 5.1.1`. */
function statusOf(text: string, from: number, to: number): string {
  const first = findStatus(text, from, to);
  return isGenericStatus(first) ? findMostSpecificStatus(text.slice(from, to)) : first;
}

/** The receiver's status in the text outranks the report's, which the reporting MTA may have made up. */
function chooseStatus(inText: string, reported: string | undefined): string {
  if (inText !== '' && !isGenericStatus(inText)) return inText;
  if (reported !== undefined && findStatus(reported) !== '') return reported;
  return inText;
}

function findCommand(text: string): SmtpCommand | '' {
  if (!text.endsWith(']') && !commandHints.some((words) => text.includes(words))) return '';
  for (const [marker, command] of commandMarkers) if (text.includes(marker)) return command;
  return '';
}

/** The reply as one line, without preamble and postscript, the lines of a multi-line reply joined. */
export function joinReply(reply: SmtpReply): string {
  const lines = reply.text.slice(reply.from, reply.to).split(/\r\n|\r|\n/);
  return lines
    .map((line, index) => (index === 0 ? line : withoutRepeatedCode(line, reply.replyCode)).trim())
    .filter((line) => line !== '')
    .join(' ');
}

function withoutRepeatedCode(line: string, code: string): string {
  const trimmed = line.trimStart();
  if (code === '' || !trimmed.startsWith(code)) return line;
  const mark = trimmed.charCodeAt(3);
  return mark === 45 || mark === 32 ? trimmed.slice(4) : line;
}
