/**
 * The failure code scheme: one four-digit code says why a message bounced or failed.
 * The thousands digit is the group. The list is complete until an operator adds codes of their own
 * in `ledger.config.ts`.
 */

declare const failureCode: unique symbol;
/** A code of the scheme, shipped or the operator's own: an integer from 1000 to 9999. */
export type FailureCode = number & { readonly [failureCode]: true };

/** The groups, in the order of their thousands digit. */
export const failureGroups = [
  'message-rejected',
  'permanent',
  'temporary',
  'communication',
  'informational',
  'unknown',
] as const;
export type FailureGroup = (typeof failureGroups)[number];

export interface CodeEntry {
  readonly code: FailureCode;
  readonly group: FailureGroup;
  readonly meaning: string;
}

/** @throws RangeError when `value` is not an integer from 1000 to 9999. */
export function asFailureCode(value: number): FailureCode {
  if (!Number.isInteger(value) || value < 1000 || value > 9999) {
    throw new RangeError(`A failure code has four digits, 1000 to 9999: ${value} has not.`);
  }
  return value as FailureCode;
}

const groupOfThousands: Readonly<Record<number, FailureGroup>> = {
  1: 'message-rejected',
  2: 'permanent',
  3: 'temporary',
  4: 'communication',
  5: 'informational',
  9: 'unknown',
};

/** The group of a code: its thousands digit. 6xxx to 8xxx belong to no shipped group and read as unknown. */
export function groupOf(code: FailureCode): FailureGroup {
  return groupOfThousands[Math.floor(code / 1000)] ?? 'unknown';
}

const meanings: ReadonlyArray<readonly [number, string]> = [
  [1002, 'sender or content is on a third-party blocklist'],
  [1003, "sender is on the receiver's own blocklist"],
  [1004, 'content was rejected'],
  [1006, 'too many connections or messages in a period of time'],
  [1007, 'a virus was detected'],
  [1011, 'a challenge-response request came back'],
  [1999, 'message rejected, any other reason'],
  [2001, 'the address is invalid'],
  [2002, "the address's domain is invalid"],
  [2003, 'the address is not in a valid format'],
  [2004, 'the address is no longer valid'],
  [2999, 'permanent failure, any other reason'],
  [3001, 'mailbox full or over quota'],
  [3002, 'account inactive or disabled'],
  [3003, 'the server kept saying "try later"'],
  [3004, "rejected because of the sender's address"],
  [3005, 'domain expired or parked'],
  [3999, 'temporary failure, any other reason'],
  [4001, 'server too busy'],
  [4002, 'protocol error, invalid command or timeout'],
  [4003, "unable to connect to the recipient's server"],
  [4004, 'rejected as too old'],
  [4006, 'the server does not accept mail for that domain'],
  [4999, 'communication failure, any other reason'],
  [5001, 'out of office, auto-reply'],
  [5999, 'informational, any other message'],
  [9999, 'unknown: no other code applied'],
];

/** The 27 shipped codes, in order. */
export const shippedCodes: readonly CodeEntry[] = meanings.map(([number, meaning]) => {
  const code = asFailureCode(number);
  return { code, group: groupOf(code), meaning };
});

export const UNKNOWN: FailureCode = asFailureCode(9999);
