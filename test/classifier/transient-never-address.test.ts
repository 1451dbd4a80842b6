/**
 * No permanent failure of an address comes from a reply of class 4, from a host that was not reached or from a look-up
 * that failed, unless the words name the address or the domain as gone or unknown.
 */
import { describe, expect, it } from 'vitest';
import { classify } from './classifier.ts';
import { exampleReplies, shippedRules } from './rule-set.ts';

const isAddressFailure = (code: number): boolean => code >= 2000 && code < 3000;
const bare = (reply: string): string => reply.replace(/^\d{3}[ -](?:\d\.\d+\.\d+ )?/, '');

/** Statuses that MTAs put beside a failure of the moment, also such that name an address. */
const statuses = ['4.1.1', '4.1.2', '4.1.8', '4.2.1', '4.3.0', '4.4.1', '4.4.3', '4.4.4', '4.7.1', '4.0.0'];
const transient = new Set([3003, 3999, 4001, 4002, 4003, 4004, 4999]);
const transientExamples = [
  ...new Set(
    exampleReplies(
      shippedRules.filter(
        ({ id, code, when }) => transient.has(code) && when === null && !/^receivers/.test(id),
      ),
    ).map(bare),
  ),
];

describe.each(statuses)('beside %s', (status) => {
  it('words of a failure of the moment', () => {
    expect(transientExamples.length).toBeGreaterThan(300);
    const wrong = transientExamples
      .map((words) => ({ words, ...classify(`450 ${status} ${words}`) }))
      .filter(({ code }) => isAddressFailure(code));
    expect(wrong).toEqual([]);
  });

  it.each(['xyz', 'jo@example.com: not possible', 'mailbox unavailable', 'recipient rejected', ''])(
    'words that name no cause: %s',
    (words) => {
      expect(isAddressFailure(classify(`450 ${status} ${words}`).code)).toBe(false);
    },
  );
});

/** Servers that exist and do not answer: the domain is not unknown (RFC 5321, 5.1). */
describe('servers out of reach', () => {
  const servers = ['mail servers', 'mail exchangers', 'MX hosts', 'mail server', 'MXs', 'SMTP servers'];
  const none = ['No', 'None of the'];
  const reached = [
    'could be reached at this time',
    'could be reached',
    'answered',
    'responded',
    'was reachable',
    'are available',
    'could be contacted',
    'accepted a connection',
  ];
  const sentences = none.flatMap((no) =>
    servers.flatMap((server) =>
      reached.flatMap((verb) => [
        `${no} ${server} for example.com ${verb}`,
        `${no} ${server} of the domain ${verb}`,
        `550 5.4.4 [internal] ${no} ${server} for this domain ${verb}`,
      ]),
    ),
  );
  it.each(sentences)('%s', (sentence) => {
    expect(classify(sentence).code).toBe(4003);
  });
});

describe('a resolver that does not answer', () => {
  it.each([
    [
      'Host or domain name not found. Name service error for name=mx.example.net type=MX: Host not found, try again',
      '4.4.3',
    ],
    ['Host or domain name not found', '4.4.3'],
    ['getaddrinfo EAI_AGAIN mx.example.com', ''],
    ['Temporary failure in name resolution', ''],
    ['lookup mx.example.com: server misbehaving', ''],
    ['DNS lookup of example.com timed out', ''],
    ['unable to get mx info: failed to get IPs from PTR record: lookup example.com: i/o timeout', ''],
  ])('%s %s', (text, status) => {
    expect(classify(text, { status }).code).toBe(4003);
  });
});

describe('too many failures of a queue manager: the reason beside it decides', () => {
  it.each([
    [2002, 'no such domain'],
    [4003, 'connection refused'],
    [4003, 'dial tcp 192.0.2.1:25: i/o timeout'],
    [4004, 'the last one at noon'],
  ])('%i: %s', (code, reason) => {
    for (const noun of ['failures', 'failed attempts', 'delivery attempts', 'temporary errors', 'retries']) {
      expect(classify(`Too many ${noun}: ${reason}`).code, noun).toBe(code);
    }
  });
});
