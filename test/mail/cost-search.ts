/**
 * A search for the mail that costs most to parse: fragments of what formats look for, repeated and combined, and
 * combined again where that costs more. It is bounded and the same for the same seed.
 */
import { readMail } from '../../shared/mail/read.ts';
import { InvalidMailError } from '../../shared/mail/report.ts';
import { seededRandom } from '../random.ts';

/** Octets of each mail that is tried. */
const MAIL_BYTES = 32 * 1024;
/** The best mails, which are combined further. */
const SURVIVORS = 12;

export interface Costly {
  /** CPU of the mail, milliseconds for each kilobyte. */
  readonly msPerKilobyte: number;
  /** What the mail is made of, to repeat it. */
  readonly recipe: Recipe;
}

interface Recipe {
  readonly header: string;
  readonly fragments: readonly string[];
}

const report = 'Content-Type: multipart/report; report-type=delivery-status; boundary=x\n';

export const headers: readonly string[] = [
  'From: MAILER-DAEMON@mx.example\nTo: news@sender.example\n\n',
  'From: MAILER-DAEMON@mx.example\nContent-Type: text/html\n\n',
  'From: MAILER-DAEMON@mx.example\nContent-Type: text/plain; charset=iso-2022-jp\n\n',
  'From: MAILER-DAEMON@mx.example\nContent-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: quoted-printable\n\n',
  'From: MAILER-DAEMON@mx.example\nContent-Transfer-Encoding: base64\n\n',
  'From: Mail Delivery System <a@b.example>\nX-Failed-Recipients: ',
  'From: a@b.example\nSubject: ',
  'From: a@b.example\nAuto-Submitted: auto-replied\n\n',
  'From: bob@b.example\nSubject: Fwd\n\nFrom: MAILER-DAEMON@mx.example\nTo: a@b.example\nSubject: x\n\n',
  `${report}\n--x\n\n`,
  `${report}\n--x\nContent-Type: message/delivery-status\n\n`,
  `${report}\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\n--x\nContent-Type: text/rfc822-headers\n\n`,
  `${report}\n--x\n\nSorry\n--x\nContent-Type: message/rfc822\n\n`,
  'Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n',
  'Content-Type: multipart/digest; boundary=x\n\n',
  'From: MAILER-DAEMON@mx.example\n\n   ----- The following addresses had permanent fatal errors -----\n',
  'From: MAILER-DAEMON@mx.example\n\n   ----- Transcript of session follows -----\n',
  'From: MAILER-DAEMON@mx.example\n\nThis message was created automatically by mail delivery software.\n\n',
  'From: postmaster@mx.example\n\nThis is the mail system at host mx.example.\n\n',
  'From: MAILER-DAEMON@mx.example\nSubject: Undeliverable\n\nTechnical details of permanent failure:\n',
  'From: postmaster@mx.example\nSubject: Undeliverable\n\nDiagnostic information for administrators:\n',
  'From: MAILER-DAEMON@mx.example\n\nHi. This is the qmail-send program at mx.example.\n\n',
  'From: mdaemon@mx.example\n\n--- Session Transcript ---\n',
  '',
];

export const fragments: readonly string[] = [
  '@',
  'a@b.example',
  '<a@b.example>',
  '<a@b.example>:\n',
  'a@b.example\n',
  'a@b.example: 550 5.1.1 no\n',
  'x@y',
  '"',
  '"@',
  '@[',
  '<',
  '>',
  '> ',
  '>>> ',
  '<<< ',
  '(',
  ')',
  '[',
  ']',
  ':',
  ';',
  ',',
  '=',
  '?',
  '=?',
  '=?utf-8?q?=C3=A4?= ',
  '=?iso-2022-jp?b?GyRC?=',
  '=3D',
  '=\n',
  '=C3',
  '\\303\\274',
  '\\377',
  '\u001b$B',
  '\u00e4',
  '\u00c3\u00a4',
  '\u0000',
  '\r',
  '\n',
  '\n\n',
  '\t',
  ' ',
  '    ',
  '-',
  '--',
  '---',
  '--x\n',
  '--x\n\n',
  '--x--\n',
  '--x\nContent-Type: message/delivery-status\n\n',
  '--x\nContent-Type: message/rfc822\n\n',
  '--x\nContent-Type: text/html\n\n',
  '--x\nContent-Type: multipart/mixed; boundary=y\n\n',
  '--x\nContent-Type: text/plain; charset=gb2312\n\n\u00e4\n',
  '*',
  '_',
  '#',
  '|',
  '~',
  '.',
  '/',
  '0',
  '5',
  '5.1.1',
  '5.1.1 ',
  '1.2.3.4 ',
  '550',
  '550 ',
  '550-no\n',
  '550 5.1.1 ',
  '4.',
  '450 4.',
  'said: ',
  'after ',
  'host ',
  'reason: ',
  'Reason: no\n',
  'failed:\n',
  'error:\n',
  'because: ',
  'recipient: ',
  'To: ',
  'From: ',
  'From: a\n',
  'To: a@b.example\n',
  'Subject: ',
  'Subject: x\n',
  'Received: ',
  'Received: from a by b for <a@b.example>; x\n',
  'Received: a for ',
  'for <',
  ' for ',
  'Delivered-To: a@b.example\n',
  'List-Id: <',
  'Final-Recipient: rfc822; a@b.example\n',
  'Final-Recipient: rfc822; ',
  'Original-Recipient: rfc822; c@d.example\n',
  'Action: failed\n',
  'Status: 5.0.0\n',
  'Status: 5.0.0 (',
  'Diagnostic-Code: smtp; 550 ',
  'Diagnostic-Code: smtp; 550-no\n',
  'X-Supplementary-Info: <a #5.1.1; ',
  'RCPT TO:<a@b.example>\n',
  '--> RCPT TO:<',
  '<-- 550 no\n',
  'generated from ',
  '(generated from a@b.example)\n',
  'expanded from ',
  'X: y\n',
  'x: ',
  'a',
  'A',
  'word ',
  'the ',
  'this is the ',
  'your message ',
  'delivery ',
  'could not be delivered ',
  'has been delayed ',
  'the following addresses had ',
  'this is a permanent error',
  "i'm afraid i wasn't able to deliver ",
  '<p>',
  '<a href="mailto:a@b.example">',
  '<a ',
  '<style>',
  '</style>',
  '<pre>',
  '&eacute;',
  '&',
  '&#',
  '<br>\n',
  '\u3042',
  '\u7684',
  '\u0430',
  'mailto:',
  'mailto:a@b.example ',
  '/',
  'http://a/',
  'boundary=',
  'boundary="',
  'charset=',
  'charset=koi8-r ',
  'begin ',
  'From a@b.example Mon Mar 9 01:00:00 2026\n',
  '\nFrom ',
  '[Status: Error, Address: <',
  'XMail bounce: Rcpt=[',
  'Intended Recipients: <a@b.example>,',
  'Failure Reason: ',
  '"feedback',
  '{"notificationType":',
  '{',
  're: ',
  '[x] ',
  'was not delivered to:\n',
  'Original message',
  '----- Original message -----\n',
];

/** A mail of a recipe: header, then the fragments one after the other until it has its size. */
export function mailOf({ header, fragments: parts }: Recipe, bytes = MAIL_BYTES): Buffer {
  const unit = parts.join('');
  const body = unit.repeat(Math.max(1, Math.ceil((bytes - header.length) / Math.max(1, unit.length))));
  return Buffer.from(`${header}${body}`, 'utf8').subarray(0, bytes);
}

/** CPU of a mail, milliseconds for each kilobyte: the least of a few runs, so that others on the machine do not count. */
export function costOf(mail: Buffer, runs = 3): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const before = process.cpuUsage();
    parse(mail);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least / (mail.length / 1024);
}

function parse(mail: Buffer): void {
  try {
    readMail(mail);
  } catch (error) {
    if (!(error instanceof InvalidMailError)) throw error;
  }
}

/**
 * Searches for the costliest mail.
 * @param tries mails that are tried
 */
export function searchCostliestMails(tries: number, seed: number): readonly Costly[] {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  let best: Costly[] = [];
  const attempt = (recipe: Recipe) => {
    const mail = mailOf(recipe);
    const quick = costOf(mail, 1);
    const bound = best.at(-1)?.msPerKilobyte ?? 0;
    if (best.length === SURVIVORS && quick < bound) return;
    const msPerKilobyte = costOf(mail);
    best = [...best, { msPerKilobyte, recipe }]
      .sort((a, b) => b.msPerKilobyte - a.msPerKilobyte)
      .slice(0, SURVIVORS);
  };
  for (let index = 0; index < tries; index += 1) {
    const isNew = best.length === 0 || random() < 0.5;
    const base = isNew ? { header: pick(headers), fragments: [pick(fragments)] } : pick(best).recipe;
    attempt(isNew ? base : mutated(base, pick, random));
  }
  return best
    .map(({ recipe }) => ({ recipe, msPerKilobyte: costOf(mailOf(recipe), 5) }))
    .sort((a, b) => b.msPerKilobyte - a.msPerKilobyte);
}

function mutated(recipe: Recipe, pick: <T>(values: readonly T[]) => T, random: () => number): Recipe {
  const parts = [...recipe.fragments];
  const at = Math.floor(random() * (parts.length + 1));
  const kind = random();
  if (kind < 0.2) return { ...recipe, header: pick(headers) };
  if (kind < 0.6 || parts.length === 0) parts.splice(at, 0, pick(fragments));
  else if (kind < 0.8) parts.splice(at, 1, pick(fragments));
  else if (parts.length > 1) parts.splice(at, 1);
  else parts.push('x'.repeat(Math.floor(random() * 2_000)));
  return { ...recipe, fragments: parts };
}
