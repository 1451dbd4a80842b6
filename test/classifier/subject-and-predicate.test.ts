/** A predicate means what it is said of: every subject with every predicate. */
import { describe, expect, test } from 'vitest';
import { classify } from './classifier.ts';

const recipients = [
  ...[
    'mailbox',
    'user',
    'recipient',
    'account',
    'email address',
    'alias',
    'inbox',
    'person',
    'customer',
    'employee',
  ],
  ...['username', 'recipient address', 'local user', 'the address you entered', 'mailbox jo@example.com'],
];
const senders = [
  ...[
    'sender',
    'sender address',
    'your domain',
    'envelope sender',
    'from address',
    'return path',
    'your account',
  ],
  ...[
    'the sender bo@example.org',
    'originator',
    'address of the sender',
    'domain of the sender',
    'MAIL FROM address',
  ],
];
const clients = [
  ...[
    'your IP',
    'client host',
    'your server',
    'sending host',
    'EHLO hostname',
    'reverse DNS',
    'your host name',
  ],
  ...['SPF record', 'DKIM signature', 'TLS certificate', 'message header', 'MX of your domain', 'PTR record'],
];

const absent = [
  ...[
    'does not exist',
    "doesn't exist",
    'is unknown',
    'is not known',
    'was not found',
    'cannot be found',
    'is invalid',
  ],
  ...[
    'could not be located',
    'is not valid',
    'is not registered',
    'is not recognized',
    'unrecognised',
    'is undefined',
  ],
  ...[
    'is not listed',
    'is not on this server',
    'not in our system',
    'is not in our directory',
    'was never created',
  ],
  ...[
    'not provisioned',
    'nonexistent',
    'is incorrect',
    'is bogus',
    'is not present',
    'has no mailbox',
    'not on file',
  ],
  ...[
    'is not one of ours',
    'does not reside here',
    'seems not to exist',
    'is unassigned',
    "isn't set up",
    'is missing',
  ],
  ...[
    'does not appear in our directory',
    'is not in our records',
    'cannot be identified',
    'is not a user here',
  ],
];

const pairs = (subjects: readonly string[], predicates: readonly string[]) =>
  subjects.flatMap((subject) => predicates.map((predicate) => `${subject} ${predicate}`));

/** The pairs that are classified otherwise, with how; none is right. */
const otherwise = (texts: readonly string[], isRight: (code: number) => boolean) =>
  texts.flatMap((text) => {
    const { code, rule } = classify(text);
    return isRight(code) ? [] : [`${text} -> ${code} by ${rule}`];
  });

describe.each(['550 ', '550 5.1.1 ', '554 5.7.1 Sorry, '])('behind "%s"', (before) => {
  const behind = (texts: readonly string[]) => texts.map((text) => before + text);

  test('what is absent is the address, where a recipient is spoken of', () => {
    expect(otherwise(behind(pairs(recipients, absent)), (code) => code === 2001)).toEqual([]);
  });

  test('no address is dead, where the sender is spoken of', () => {
    expect(otherwise(behind(pairs(senders, absent)), isNoDeadAddress)).toEqual([]);
  });

  test('nor where the client or the message is', () => {
    const said = absent.filter((each) => !/user|mailbox/.test(each));
    expect(otherwise(behind(pairs(clients, said)), isNoDeadAddress)).toEqual([]);
  });
});

function isNoDeadAddress(code: number): boolean {
  return code < 2000 || code >= 2999;
}

test.each([
  [
    3001,
    [
      'is full',
      'is over quota',
      'has exceeded its quota',
      'is out of storage',
      'has no space left',
      'is almost full',
    ],
  ],
  [
    3002,
    [
      'is disabled',
      'has been suspended',
      'is locked',
      'is inactive',
      'is not currently active',
      'is on hold',
    ],
  ],
  [
    2004,
    [
      'no longer exists',
      'has been deleted',
      'is closed',
      'no longer in use',
      'has been terminated',
      'was retired',
    ],
  ],
] as const)('%i: what has become of a mailbox', (expected, predicates) => {
  expect(
    otherwise(
      pairs(recipients, predicates).map((text) => `550 ${text}`),
      (code) => code === expected,
    ),
  ).toEqual([]);
});
