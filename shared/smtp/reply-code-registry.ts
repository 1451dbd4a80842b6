/**
 * The failure code of a reply code where nothing else is known: RFC 5321, 4.2.3, RFC 4954, RFC 7504, and the codes that
 * Exchange adds.
 */
import { asFailureCode, codeNamed, type FailureCode, type ShippedCode } from '../failure-codes/scheme.ts';
import type { SmtpReply } from './reply.ts';

const meanings: Readonly<Record<string, ShippedCode>> = {
  '420': 4003, // Exchange: timeout while connecting
  '421': 4001,
  '422': 3001, // Exchange: mailbox over its limit
  '431': 3999, // Exchange: out of memory or disk
  '432': 3003, // Exchange: recipient's queue frozen; RFC 4954: password transition
  '441': 4003, // Exchange: server not responding
  '442': 4003, // Exchange: connection dropped
  '446': 4999, // Exchange: hop count exceeded
  '447': 4004, // Exchange: timed out
  '449': 4999, // Exchange: routing error
  '450': 3003,
  '451': 3999,
  '452': 3999,
  '454': 4002,
  '455': 4002,
  '471': 1999, // a spam filter in front of the server
  '500': 4002,
  '501': 4002,
  '502': 4002,
  '503': 4002,
  '504': 4002,
  '505': 4002,
  '510': 2001, // Exchange: bad address
  '511': 2001,
  '512': 2002, // Exchange: host not found
  '515': 2001,
  '517': 3004, // Courier: the domain of MAIL FROM
  '521': 4006, // RFC 7504: host does not accept mail
  '523': 1999, // Exchange: too large
  '525': 3002, // RFC 4954: account disabled
  '530': 4002,
  '533': 4002,
  '534': 4002,
  '535': 4002,
  '538': 4002,
  '541': 1999,
  '550': 2999,
  '551': 2001,
  '552': 3001,
  '553': 2003,
  '554': 1999,
  '555': 4002,
  '556': 4006, // RFC 7504: domain does not accept mail
  '571': 1999,
};

/** Codes that are about the mailbox in RFC 5321; in reply to MAIL FROM or DATA they cannot be. */
const aboutMailbox = new Set(['550', '551', '553']);

export interface ReplyCodeMeaning {
  readonly code: FailureCode;
  /** The reply code, or the phase that changes its meaning: `550`, `after-mail-from`, `after-data`. */
  readonly name: string;
}

const byReplyCode: ReadonlyMap<string, ReplyCodeMeaning> = new Map(
  Object.entries(meanings).map(([name, code]) => [name, { code: asFailureCode(code), name }]),
);
const senderRejected: ReplyCodeMeaning = { code: codeNamed('sender-rejected'), name: 'after-mail-from' };
const messageRejected: ReplyCodeMeaning = { code: codeNamed('message-rejected'), name: 'after-data' };

/** The failure code of a reply's code alone, or null where it has none that is known. */
export function codeOfReplyCode({
  replyCode,
  command,
}: Pick<SmtpReply, 'replyCode' | 'command'>): ReplyCodeMeaning | null {
  if (aboutMailbox.has(replyCode)) {
    if (command === 'mail') return senderRejected;
    if (command !== '' && command !== 'rcpt') return messageRejected;
  }
  return byReplyCode.get(replyCode) ?? null;
}
