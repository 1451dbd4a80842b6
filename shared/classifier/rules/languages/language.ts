/**
 * What the files of this folder share. A language has families of words of its own (`{de-recipient}`), and phrases
 * by cause; a cause has the same code and strength in every language but English, whose rules stand in the files
 * of the causes.
 */
import type { Guard, Phrase, RuleCode, RuleFile } from '../../rule.ts';
import { BOILERPLATE, HINT, LIKELY, PLAIN, SENDER, UNKNOWN_RECIPIENT, VAGUE } from '../strength.ts';

interface Cause {
  readonly code: RuleCode;
  readonly strength: number;
  readonly guard?: Guard;
}

const LATER: Guard = { replyCode: ['4'] };
const PERMANENT: Guard = { replyCode: ['5'] };

const causes = {
  challenge: { code: 1011, strength: SENDER + 8 },
  away: { code: 5001, strength: SENDER + 7 },
  virus: { code: 1007, strength: SENDER + 6 },
  blocklist: { code: 1003, strength: SENDER + 3 },
  'sender-authentication': { code: 1999, strength: SENDER + 1 },
  greylisted: { code: 3003, strength: SENDER + 1 },
  loop: { code: 4999, strength: SENDER + 1 },
  'client-blocked': { code: 1003, strength: SENDER },
  'sender-refused': { code: 3004, strength: SENDER },
  'not-permitted': { code: 1999, strength: SENDER },
  /** Said in words that otherwise mean a box given up (`no longer`), or beside too many messages. */
  'inbox-full': { code: 3001, strength: SENDER - 1 },
  'too-many': { code: 1006, strength: SENDER - 2 },
  'address-syntax': { code: 2003, strength: SENDER - 4 },
  'domain-expired': { code: 3005, strength: PLAIN + 6 },
  'domain-unknown': { code: 2002, strength: PLAIN + 5 },
  relaying: { code: 4006, strength: PLAIN + 4 },
  spam: { code: 1004, strength: PLAIN + 4 },
  'address-gone': { code: 2004, strength: PLAIN + 3 },
  content: { code: 1004, strength: PLAIN + 2 },
  connection: { code: 4003, strength: PLAIN + 2 },
  'account-inactive': { code: 3002, strength: PLAIN + 1 },
  'too-old': { code: 4004, strength: PLAIN + 1 },
  'mailbox-full': { code: 3001, strength: PLAIN },
  'server-busy': { code: 4001, strength: PLAIN },
  'message-size': { code: 1999, strength: PLAIN - 1 },
  'address-unknown': { code: 2001, strength: UNKNOWN_RECIPIENT },
  protocol: { code: 4002, strength: LIKELY + 4 },
  'system-fault': { code: 4999, strength: LIKELY },
  delivered: { code: 5999, strength: LIKELY },
  policy: { code: 1999, strength: LIKELY - 1 },
  'try-later': { code: 3003, strength: LIKELY - 10, guard: LATER },
  /** The address is named, then this and nothing more. */
  'absent-alone': { code: 2001, strength: VAGUE + 6, guard: PERMANENT },
  /** What help desks write, and others beside a failure. */
  received: { code: 5001, strength: HINT + 4 },
  /** A refusal that says no more. */
  refusal: { code: 1999, strength: BOILERPLATE + 2 },
  /** The sender is spoken of, and nothing else is understood. */
  'sender-named': { code: 3004, strength: BOILERPLATE + 5, guard: PERMANENT },
} as const satisfies Record<string, Cause>;

const isCause = (name: string): name is CauseName => Object.hasOwn(causes, name);
const causeNames = Object.keys(causes).filter(isCause);

export type CauseName = keyof typeof causes;

/** The rules of one language; of a cause without phrases there is none. */
export function languageRules(
  file: string,
  phrases: Partial<Record<CauseName, readonly Phrase[]>>,
): RuleFile {
  const rules = causeNames.flatMap((name) => {
    const own = phrases[name];
    return own ? [{ name, ...causes[name], phrases: own }] : [];
  });
  return { file: `languages/${file}`, rules };
}
