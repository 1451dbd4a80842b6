/**
 * Reading a reply: where it begins inside what a reporting host wrote around it, its reply code, its enhanced
 * status code, and the SMTP command it answered. Scanners by hand, each linear.
 */
import type { Question } from './classifier.ts';
import type { Command } from './rule.ts';
import { unitAt } from './unit-at.ts';

export interface Reply {
  /** What `from` and `to` count in. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** RFC 5321 reply code, or empty. */
  readonly replyCode: string;
  /** RFC 3463 enhanced status code, or empty. */
  readonly status: string;
  readonly command: Command | '';
}

/**
 * What reporting hosts write before the reply they quote. The reply begins after the marker; with `seek` at the
 * first reply code after it (a host's name stands between).
 */
const preambles: ReadonlyArray<{ readonly marker: string; readonly seek?: boolean }> = [
  { marker: ' said: ' }, // Postfix, qmail
  { marker: 'refused to talk to me: ' }, // Postfix
  { marker: 'SMTP error from remote mail', seek: true }, // Exim
  { marker: 'SMTP error from remote server', seek: true }, // 1&1, Exim
  { marker: 'LMTP error after ', seek: true }, // Exim
  { marker: 'the other server returned was:' }, // Gmail
  { marker: 'response from the remote server was:' }, // Gmail
  { marker: 'The response was:' }, // Gmail
  { marker: 'Remote Server returned' }, // Exchange Online
  { marker: 'Remote host said:' }, // qmail
  { marker: "Sorry it didn't work out." }, // qmail, before its own words
  { marker: 'remote server responded with' },
  { marker: '<<< ' }, // Sendmail's transcript
  { marker: '(reason: ' }, // Sendmail
  { marker: ' did not like our ', seek: true }, // DragonFly
  { marker: ') reports:' }, // CommuniGate
  { marker: '<-- ' }, // MDaemon
  { marker: 'not be delivered because of' }, // MailMarshal
  { marker: 'Diagnostic information for administrators:', seek: true }, // Exchange
  { marker: 'The server returned:' }, // MailEnable
  { marker: 'SMTP; ' },
  { marker: 'smtp; ' },
  { marker: 'smtp;' }, // RFC 3464
  { marker: 'SMTP;' },
];

/** All of them at once, in a third of the time that looking for each takes. A group holds those to seek behind. */
const preamble = new RegExp(`(${anyOf(true)})|${anyOf(false)}`);

function anyOf(seek: boolean): string {
  const markers = preambles.filter((one) => (one.seek ?? false) === seek).map(({ marker }) => marker);
  return markers.map((marker) => marker.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
}

/** The same where no other of them stands: MailEnable, InterMail. Others have words of their own there. */
const lastResort = 'Reason: ';

/** What reporting hosts write after it. */
const postscripts: readonly string[] = ['(in reply to ', 'Giving up on '];

/** The same where it ends the text with a bracket. */
const endings: readonly string[] = [
  '(delivery attempts: ' /* Cisco */,
  '[RCPT_TO]',
  '[MAIL_FROM]' /* Yahoo */,
];

/**
 * Cisco's gateways put a category of their own, with its status, before the reply they quote:
 * `5.1.0 - Unknown address error 550-'5.7.1 Access denied'`. The category is made from the reply code alone.
 */
const categories: readonly string[] = [' - Unknown address error ', ' - Other mail system problem '];

/** How far into a text such a category begins: after a reply code and a status. */
const CATEGORY_WITHIN = 16;

/** How far into a text a preamble is looked for. */
const LONGEST_PREAMBLE = 2_048;

const DASH = 45;
const DOT = 46;
/** `5.123.456` and what follows it. */
const LONGEST_STATUS = 10;
const isClosingBracket = (c: number): boolean => c === 41 || c === 93;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isAlnum = (c: number): boolean => isDigit(c) || (c >= 97 && c <= 122) || (c >= 65 && c <= 90);

/** Finds the reply in a question: the bare reply if there is one, else the diagnostic's. */
export function readReply(question: Question): Reply {
  const bare = question.reply !== undefined && question.reply !== '';
  const text = withoutSubject((bare ? question.reply : question.diagnostic) ?? '');
  const from = replyStart(text);
  const to = replyEnd(text, from);
  const textCode = findReplyCode(text, from, to);
  const textStatus = findStatus(text, from, to);
  const replyCode = validReplyCode(question.replyCode) ? question.replyCode : textCode;
  const around = question.diagnostic ?? text;
  // Only a reporting host says what was answered: a reply that stands alone does not.
  const alone = around === text && from === 0 && to === text.length && isDigit(unitAt(text, 0));
  return {
    text,
    from,
    to,
    replyCode,
    status: chooseStatus(textStatus, question.status),
    command: alone ? '' : findCommand(around),
  };
}

/** Bounded, so that no run of quotation marks is searched to its end again and again. */
const QUOTED_SUBJECT = /(\bsubject:? {0,3})"[^"\n]{1,300}"/gi;

/** What the message said of itself is no statement of the receiver's: `message with subject "User unknown" refused`. */
function withoutSubject(text: string): string {
  return text.includes('ubject') ? text.replace(QUOTED_SUBJECT, '$1') : text;
}

/** Index of the reply's first character; 0 when nothing stands before it. */
function replyStart(text: string): number {
  if (beginsWithReply(text)) return afterCategory(text);
  const found = preamble.exec(text);
  if (found === null || found.index > LONGEST_PREAMBLE) {
    const at = text.indexOf(lastResort);
    return at < 0 || at > LONGEST_PREAMBLE ? 0 : at + lastResort.length;
  }
  const best = found.index + found[0].length;
  if (found[1] === undefined) return best;
  const code = seekReplyCode(text, best, text.length);
  return code < 0 ? best : code;
}

/** A code of three digits, or a status; the address of a host, which qmail begins with, is neither. */
function beginsWithReply(text: string): boolean {
  if (!isDigit(unitAt(text, 0))) return false;
  if (digitsEnd(text, 1, 4) === 3 && unitAt(text, 3) !== DOT) return true;
  const status = findStatus(text, 0, LONGEST_STATUS);
  return status !== '' && text.startsWith(status);
}

function afterCategory(text: string): number {
  for (let i = 5; i < CATEGORY_WITHIN; i++) {
    if (unitAt(text, i) !== DASH) continue;
    const category = categories.find((words) => text.startsWith(words, i - 1));
    return category === undefined || i - 1 + category.length >= text.length ? 0 : i - 1 + category.length;
  }
  return 0;
}

function replyEnd(text: string, from: number): number {
  for (const postscript of postscripts) {
    const at = text.indexOf(postscript, from);
    if (at > from) return at;
  }
  if (text.length === 0 || !isClosingBracket(unitAt(text, text.length - 1))) return text.length;
  for (const ending of endings) {
    const at = text.lastIndexOf(ending);
    if (at > from) return at;
  }
  return text.length;
}

/** How far into a reply its code may stand; beyond are numbers of other kinds. */
const CODE_WITHIN = 400;

function findReplyCode(text: string, from: number, to: number): string {
  const at = seekReplyCode(text, from, Math.min(to, from + CODE_WITHIN));
  return at < 0 ? '' : text.slice(at, at + 3);
}

/** Index of the first three digits that stand alone and can be a failure's reply code: 4xx or 5xx. */
function seekReplyCode(text: string, from: number, to: number): number {
  for (let i = from; i + 2 < to; i++) {
    const c = unitAt(text, i);
    if (!isDigit(c)) continue;
    const before = i === 0 ? 32 : unitAt(text, i - 1);
    let end = i + 1;
    while (end < to && isDigit(unitAt(text, end))) end++;
    const after = end < to ? unitAt(text, end) : 32;
    const alone = !isAlnum(before) && before !== 46 && !isAlnum(after) && after !== 46 && after !== 58;
    if (end - i === 3 && (c === 52 || c === 53) && alone && unitAt(text, i + 1) < 58) return i;
    i = end;
  }
  return -1;
}

/** The first enhanced status code (`5.1.1`, in `(#5.1.1)` too) between `from` and `to`, or empty. */
function findStatus(text: string, from: number, to: number): string {
  for (let i = text.indexOf('.', from); i >= 0 && i < to; i = text.indexOf('.', i + 1)) {
    const c = unitAt(text, i - 1);
    if (i === from || (c !== 53 && c !== 52 && c !== 50)) continue;
    const before = i - 2 >= from ? unitAt(text, i - 2) : 32;
    if (isAlnum(before) || before === 46) continue;
    const subjectEnd = digitsEnd(text, i + 1, to);
    if (subjectEnd === i + 1 || subjectEnd - i > 4 || unitAt(text, subjectEnd) !== 46) continue;
    const detailEnd = digitsEnd(text, subjectEnd + 1, to);
    if (detailEnd === subjectEnd + 1 || detailEnd - subjectEnd > 4) continue;
    const after = detailEnd < to ? unitAt(text, detailEnd) : 32;
    const isAddress = after === 46 && detailEnd + 1 < to && isDigit(unitAt(text, detailEnd + 1));
    if (!isAddress && !isAlnum(after)) return text.slice(i - 1, detailEnd);
  }
  return '';
}

function digitsEnd(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && isDigit(unitAt(text, i))) i++;
  return i;
}

function validReplyCode(code: string | undefined): code is string {
  return code !== undefined && code.length === 3 && (code.startsWith('4') || code.startsWith('5'));
}

/** The receiver's own status in the text says more than the report's, which a local MTA may have made up. */
function chooseStatus(inText: string, reported: string | undefined): string {
  if (inText !== '' && !inText.endsWith('.0.0')) return inText;
  if (reported !== undefined && findStatus(reported, 0, reported.length) !== '') return reported;
  return inText;
}

const commands: ReadonlyArray<readonly [string, Command]> = [
  ['in reply to RCPT TO', 'rcpt'],
  ['in reply to MAIL FROM', 'mail'],
  ['in reply to end of DATA', 'data'],
  ['in reply to DATA', 'data'],
  ['in reply to HELO', 'helo'],
  ['in reply to EHLO', 'helo'],
  ['in reply to AUTH', 'auth'],
  ['after RCPT TO', 'rcpt'],
  ['after MAIL FROM', 'mail'],
  ['after end of data', 'data'],
  ['after DATA', 'data'],
  ['after pipelined DATA', 'data'],
  ['after initial connection', 'connect'],
  ['refused to talk to me', 'connect'],
  ['after HELO', 'helo'],
  ['after EHLO', 'helo'],
  ['does not like recipient', 'rcpt'],
  ['[RCPT_TO]', 'rcpt'],
  ['[MAIL_FROM]', 'mail'],
  ['failed after I sent the message', 'data'],
];

const commandWords: readonly string[] = [
  'in reply to ',
  ' after ',
  'does not like recipient',
  'refused to talk to me',
];

function findCommand(text: string): Command | '' {
  if (!text.endsWith(']') && !commandWords.some((words) => text.includes(words))) return '';
  for (const [marker, command] of commands) if (text.includes(marker)) return command;
  return '';
}

/** The reply as one line: preamble and postscript gone, lines of a multi-line reply joined. */
export function joinReply(reply: Reply): string {
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
