/**
 * What a bare reply code says when nothing else does: RFC 5321 section 4.2.3, RFC 4954, RFC 7504, and the codes
 * that Exchange adds.
 */
import type { Basis } from '../events/event.ts';
import { asFailureCode, type FailureCode } from '../failure-codes/scheme.ts';
import type { Reply } from './reply.ts';
import type { RuleCode } from './rule.ts';

const meanings: Readonly<Record<string, RuleCode>> = {
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

/** Codes whose meaning in RFC 5321 is about the mailbox; after MAIL FROM or DATA they cannot be. */
const aboutMailbox = new Set(['550', '551', '553']);

interface Verdict {
  readonly code: FailureCode;
  readonly rule: string;
  readonly basis: Basis;
}

const verdicts = new Map(Object.entries(meanings).map(([code, meaning]) => [code, verdict(meaning, code)]));
const senderRefused = verdict(3004, 'after-mail-from');
const messageRefused = verdict(1999, 'after-data');

function verdict(code: RuleCode, name: string): Verdict {
  return { code: asFailureCode(code), rule: `reply-code/${name}`, basis: 'reply-code' };
}

/** The meaning of a reply's code, or null when it has none that is known. */
export function meaningOfReplyCode(reply: Reply): Verdict | null {
  const { replyCode, command } = reply;
  if (aboutMailbox.has(replyCode)) {
    if (command === 'mail') return senderRefused;
    if (command !== '' && command !== 'rcpt') return messageRefused;
  }
  return verdicts.get(replyCode) ?? null;
}
