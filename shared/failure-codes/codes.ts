/**
 * The failure code scheme as data: one row a code. What the scheme says of a code stands here and nowhere else; the
 * tables of the documentation are generated from it (tables.ts), and `scheme.ts` has the functions that read it.
 */

/** Who can change what the code reports; `null` where nothing is wrong or the cause is not known. */
export type AtFault = 'sender' | 'recipient' | 'receiver' | 'network' | null;

/**
 * The cause of the default policy that a bounce with this code counts for; `null` never suppresses.
 * A subset of the ledger's suppression reasons.
 */
export type CodeSuppressionReason =
  | 'address-unknown'
  | 'address-invalid'
  | 'permanent-failure'
  | 'inactive'
  | 'mailbox-full'
  | 'domain-trouble'
  | 'repeated-failure'
  | null;

/** The class in which the ledger retains a bounce with this code; see `shared/ledger`. */
export type CodeRetentionClass =
  | 'address'
  | 'permanent'
  | 'inactive'
  | 'full'
  | 'domain'
  | 'temporary'
  | 'incident'
  | 'informational'
  | 'unknown';

/** What the codes of each group have in common. */
export const groupMeanings = {
  'message-rejected': 'the message was rejected: about the sender or the message',
  permanent: 'the address is permanently bad',
  temporary: 'a temporary failure',
  communication: 'communication with the receiving server failed',
  informational: 'informational, no failure',
  unknown: 'no rule applies',
} as const;

/**
 * A row of the scheme. The group follows from the number: its thousands digit. The name is short, unique and stable;
 * so is the number.
 */
export type CodeRow = readonly [
  code: number,
  name: string,
  atFault: AtFault,
  suppressionReason: CodeSuppressionReason,
  retention: CodeRetentionClass,
  meaning: string,
];

/** The codes of the scheme, in order. */
// biome-ignore format: one line a row
export const codeRows = [
  [1002, 'third-party-blocklist', 'sender', null, 'incident', 'sender or content is on a third-party blocklist'],
  [1003, 'receiver-blocklist', 'sender', null, 'incident', "sender is on the receiver's own blocklist"],
  [1004, 'content-rejected', 'sender', null, 'incident', 'content was rejected'],
  [1006, 'rate-limited', 'sender', null, 'incident', 'too many connections or messages in a period of time'],
  [1007, 'virus', 'sender', null, 'incident', 'a virus was detected'],
  [1011, 'challenge-response', 'recipient', null, 'incident', 'a challenge-response request came back'],
  [1999, 'message-rejected', 'sender', null, 'incident', 'message rejected, any other reason'],
  [2001, 'address-unknown', 'recipient', 'address-unknown', 'address', 'the address is invalid'],
  [2002, 'domain-unknown', 'recipient', 'address-invalid', 'address', "the address's domain is invalid"],
  [2003, 'address-syntax', 'recipient', 'address-invalid', 'address', 'the address is not in a valid format'],
  [2004, 'address-gone', 'recipient', 'address-invalid', 'address', 'the address is no longer valid'],
  [2999, 'permanent-failure', 'recipient', 'permanent-failure', 'permanent', 'permanent failure, any other reason'],
  [3001, 'mailbox-full', 'recipient', 'mailbox-full', 'full', 'mailbox full or over quota'],
  [3002, 'account-inactive', 'recipient', 'inactive', 'inactive', 'account inactive or disabled'],
  [3003, 'try-later', 'receiver', 'repeated-failure', 'temporary', 'the server kept saying "try later"'],
  [3004, 'sender-rejected', 'sender', 'repeated-failure', 'temporary', "rejected because of the sender's address"],
  [3005, 'domain-expired', 'recipient', 'domain-trouble', 'domain', 'domain expired or parked'],
  [3999, 'temporary-failure', 'receiver', 'repeated-failure', 'temporary', 'temporary failure, any other reason'],
  [4001, 'server-busy', 'receiver', 'repeated-failure', 'temporary', 'server too busy'],
  [4002, 'protocol-error', 'network', 'repeated-failure', 'temporary', 'protocol error, invalid command or timeout'],
  [4003, 'no-connection', 'network', 'domain-trouble', 'domain', "unable to connect to the recipient's server"],
  [4004, 'expired', 'network', 'repeated-failure', 'temporary', 'rejected as too old'],
  [4006, 'domain-not-accepted', 'receiver', 'domain-trouble', 'domain', 'the server does not accept mail for that domain'],
  [4999, 'communication-failure', 'network', 'repeated-failure', 'temporary', 'communication failure, any other reason'],
  [5001, 'auto-reply', null, null, 'informational', 'out of office, auto-reply'],
  [5999, 'informational', null, null, 'informational', 'informational, any other message'],
  [9999, 'unknown', null, null, 'unknown', 'unknown: no other code applied'],
] as const satisfies readonly CodeRow[];
