/** Formats whose recipients stand at the beginning of a line, the reason behind or below (layouts/address-blocks.ts). */

import { findAddresses, findFirstAddress } from '../../address/scan.ts';
import { failureReports, isUnrelatedAddress } from '../failure.ts';
import { reportsOfBlocks } from '../layouts/reports.ts';
import type { ParsedMessage } from '../mime/message.ts';
import type { RecipientReport } from '../report.ts';
import { textFormat } from './format.ts';

/** qmail and its derivatives (netqmail, s/qmail, IndiMail, ActiveHunter, Yahoo) in the QSBMF layout; Haraka, James. */
export const qmail = textFormat({
  name: 'qmail',
  phrases: [
    'this is the qmail-send program',
    'this is the qmail program',
    'this is the machine generated message from mail service',
    "i'm afraid i wasn't able to deliver your message to the following addresses",
    'unfortunately i was not able to deliver your message to the following addresses',
    'unfortunately, i was not able to deliver your message to the following addresses',
  ],
});

/** Postfix without its delivery-status part, as relays and lists leave it: `<address>: host mx said: …`. */
export const postfix = textFormat({
  name: 'postfix',
  phrases: [
    'this is the mail system at host',
    'this is the postfix program at host',
    'this is the mail delivery system at',
    "i'm sorry to have to inform you that your message could not be delivered",
    "i'm sorry to have to inform you that the message returned below could not be delivered",
    'this is an informative message sent by postfix',
  ],
});

/** OpenSMTPD: a list of `address: reply`. */
export const opensmtpd = textFormat({
  name: 'opensmtpd',
  phrases: [
    'this is the mailer-daemon, please do not reply to this e-mail',
    'this is the mailer-daemon, please do not reply to this email',
  ],
});

/** Courier: `<address>:`, the host asked, and the dialogue. */
export const courier = textFormat({
  name: 'courier',
  phrases: [
    'this is a delivery status notification from',
    'running the courier mail server',
    'your message to the following recipients cannot be delivered',
    'your message to the following recipients has been delayed',
  ],
});

/** Yahoo and the portals that ran its software: `<address>:` and the remote host's reply. */
export const yahoo = textFormat({
  name: 'yahoo',
  phrases: [
    'sorry, we were unable to deliver your message to the following address',
    'unable to deliver message to the following address(es)',
    'sorry, we were unable to deliver your message to the following addresses',
  ],
});

/** Gmail before it sent delivery-status parts: the address, then "Technical details of permanent failure". */
export const gmail = textFormat({
  name: 'gmail',
  phrases: [
    'delivery to the following recipient failed permanently',
    'delivery to the following recipients failed permanently',
    'delivery to the following recipient has been delayed',
    'delivery to the following recipients has been delayed',
    'technical details of permanent failure',
    'technical details of temporary failure',
  ],
  parse: (message) => reportsOfBlocks(message, message.humanReadable.lines, { acrossBlankLines: true }),
});

const EXIM_INTRODUCTION =
  /following address(?:es|\(es\))?(?: have| has)?\b.*:\s*$|^address(?:es|\(es\))? failed:\s*$|address to which the message has not yet been delivered is:\s*$/i;

/** Exim, with or without `X-Failed-Recipients`, and systems that use its wording (GMX, 1&1, MXLogic). */
export const exim = textFormat({
  name: 'exim',
  phrases: [
    'this message was created automatically by mail delivery software',
    'this message was created automatically by the smtp relay',
    'a message that you sent could not be delivered to one or more of its recipients',
    'a message that you sent could not be delivered to all of its recipients',
    'a message that you sent has not yet been delivered to one or more of its recipients',
    'could not be delivered to one or more of its recipients. the following address',
    'this message was created automatically by the mail system',
    'this message has been created automatically by mail delivery software',
  ],
  // Above the introduction a forwarded bounce names the sender of the message.
  parse: (message) => {
    const { lines } = message.humanReadable;
    const start = lines.findIndex((line) => EXIM_INTRODUCTION.test(line));
    const below = reportsOfBlocks(message, lines.slice(start + 1));
    return below.length > 0 ? below : reportsOfBlocks(message, lines);
  },
});

/** `[Status: Error, Address: <ann@b.example>, ResponseCode 421, , Host not reachable.]` */
const ZOHO_BRACKETS = /^\s*\[Status: [^,\]]{1,40}, Address: <[^<>]{3,320}>,/;

/** Zoho: a bracketed status line, or `address reason, ERROR_CODE :550, …`. */
export const zoho = textFormat({
  name: 'zoho',
  phrases: ['error_code :'],
  sign: (message) => message.header('x-zohomail') !== '' || /\bzoho\b/i.test(message.header('x-mailer')),
  parse: (message) => {
    const bracketed = message.humanReadable.lines.filter((line) => ZOHO_BRACKETS.test(line));
    if (bracketed.length === 0) return reportsOfBlocks(message, message.humanReadable.lines);
    return failureReports(
      message,
      bracketed.map((line) => ({ recipient: findFirstAddress(line), reason: line })),
    );
  },
});

const EXCHANGE_55_HEADING = /did not reach the following recipient/i;
/** The time behind the address is no part of the reason. */
const EXCHANGE_55_TIME = /\s+on \w{3}, \d{1,2} \w{3} \d{4} [\d:]{5,8}(?: [+-]\d{4})?\s*$/;
const EXCHANGE_55_ROUTING = /the mts-id of the original message is|^\s*;|^\s*c=[a-z]{2};/i;

/** Exchange 5.5 to 2003 (Internet Mail Service): "did not reach the following recipient(s)", `address on date`. */
export const exchange55 = textFormat({
  name: 'exchange-5.5',
  phrases: ['did not reach the following recipient'],
  // Above the heading it quotes To and Subject of the message.
  parse: (message) => {
    const { lines } = message.humanReadable;
    const start = lines.findIndex((line) => EXCHANGE_55_HEADING.test(line));
    const recipients = lines
      .slice(start + 1)
      .filter((line) => !EXCHANGE_55_ROUTING.test(line))
      .map((line) => line.replace(EXCHANGE_55_TIME, ''));
    return reportsOfBlocks(message, recipients);
  },
});

/** Headings of the technical part, in the languages in which Exchange writes it. Lower case. */
const exchangeHeadings: readonly string[] = [
  'diagnostic information for administrators',
  'diagnoseinformationen für administratoren',
  'informations de diagnostic pour les administrateurs',
  'información de diagnóstico para los administradores',
  'informazioni di diagnostica per gli amministratori',
  'informações de diagnóstico para administradores',
  'diagnostische gegevens voor beheerders',
  'informacje diagnostyczne dla administratorów',
  'diagnostické informace pro správce',
  'диагностические сведения для администраторов',
  '管理者向けの診断情報',
  '管理员的诊断信息',
  '供管理员使用的诊断信息',
  '系統管理員診斷資訊',
];

/** Exchange 2007 and later, Exchange Online: the address and the reply under a heading for administrators. */
export const exchange = textFormat({
  name: 'exchange',
  phrases: [
    ...exchangeHeadings,
    'delivery has failed to these recipients or groups',
    'delivery has failed to these recipients or distribution lists',
    'your message to the following recipients could not be delivered',
  ],
  parse: (message) => {
    const { lines } = message.humanReadable;
    const start = lines.findIndex((line) => hasHeading(line.toLowerCase()));
    const technical = start < 0 ? [] : reportsOfBlocks(message, lines.slice(start + 1));
    return technical.length > 0 ? technical : reportsOfBlocks(message, lines, { acrossBlankLines: true });
  },
});

function hasHeading(line: string): boolean {
  return exchangeHeadings.some((heading) => line.includes(heading));
}

const DOMINO_HEADING = /^\s*was not delivered to:/i;
const NOTES_HEADING = /failure reasons/i;

/** Domino: "was not delivered to: … because: …"; older Notes: "Failure Reasons" with the reason first. */
export const domino = textFormat({
  name: 'domino',
  phrases: ['was not delivered to:', '- failure reasons -', '--- failure reasons'],
  parse: (message) => {
    const { lines } = message.humanReadable;
    const notes = lines.findIndex((line) => NOTES_HEADING.test(line));
    if (notes >= 0) return reasonFirst(message, lines.slice(notes + 1));
    const start = lines.findIndex((line) => DOMINO_HEADING.test(line));
    const rest = lines.slice(start + 1).filter((line) => !/^\s*because:\s*$/i.test(line));
    return reportsOfBlocks(message, rest, { acrossBlankLines: true });
  },
});

function reasonFirst(message: ParsedMessage, lines: readonly string[]): readonly RecipientReport[] {
  const named = lines
    .flatMap((line) => findAddresses(line))
    .map((found) => found.address)
    .filter((address) => !isUnrelatedAddress(message, address));
  const reason = lines.filter((line) => findAddresses(line).length === 0).join('\n');
  return failureReports(
    message,
    named.map((recipient) => ({ recipient, reason })),
  );
}
