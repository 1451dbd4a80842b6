/**
 * What is said of a message, a delivery or a session is no statement on the mailbox that it was for: "the message to the
 * user was deleted" must not suppress the user.
 */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { classify } from './classifier.ts';

const isAddressFailure = (reply: string): boolean => Math.floor(classify(reply).code / 1000) === 2;

const carriers = [
  'message',
  'delivery',
  'mail',
  'letter',
  'attempts',
  'session',
  'connection',
  'transmission',
];
const recipients = ['recipient', 'user', 'mailbox', 'address', 'addressee', 'account', 'recipients', 'inbox'];
const verbs = [
  'deleted',
  'removed',
  'cancelled',
  'canceled',
  'abandoned',
  'terminated',
  'given up',
  'purged',
  'dropped',
];
const before = ['', 'Your ', 'The ', 'Notice: the '];
const after = ['', ' after 3 days', ' by our system', '. Sorry.', ': see below', ' at 12:00'];

test('an end of a message, whatever recipient stands beside it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...before),
      fc.constantFrom(...carriers),
      fc.constantFrom('to', 'for'),
      fc.constantFrom('', 'the ', 'this ', 'your ', 'the following '),
      fc.constantFrom(...recipients),
      fc.constantFrom('', ' jo@example.com', ' <jo@example.com>'),
      fc.constantFrom('', ' was', ' has been', ' is', ' had been', ' have been'),
      fc.constantFrom(...verbs),
      fc.constantFrom(...after),
      (start, carrier, to, the, recipient, address, was, verb, end) => {
        const reply = `${start}${carrier} ${to} ${the}${recipient}${address}${was} ${verb}${end}`;
        expect(isAddressFailure(reply), reply).toBe(false);
      },
    ),
    { numRuns: 3_000, seed: 1 },
  );
});

test('an end of a mailbox is one, in the same words', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('550 ', '550 5.1.1 ', '554 5.2.1 ', ''),
      fc.constantFrom('the ', 'this ', 'that '),
      fc.constantFrom('recipient', 'user', 'mailbox', 'address', 'account'),
      fc.constantFrom('', ' jo@example.com', ' <jo@example.com>'),
      fc.constantFrom(' was', ' has been', ' is'),
      fc.constantFrom('deleted', 'removed', 'cancelled', 'terminated', 'abandoned', 'given up', 'closed'),
      (code, the, recipient, address, was, verb) => {
        const reply = `${code}${the}${recipient}${address}${was} ${verb}`;
        expect(classify(reply).code, reply).toBe(2004);
      },
    ),
    { numRuns: 1_000, seed: 1 },
  );
});

describe('boilerplate of MTAs about a message that they return', () => {
  it.each([
    'Some recipients could not be reached. Delivery of this message has been given up.',
    'I was not able to deliver your mail to these addresses. This error is permanent, and I have given up.',
    'The following recipient(s) were not reached: jo@example.com. The message has been removed from our queue.',
    'We tried to reach this user for two days and have given up: connection timed out',
    'The server of the recipient is not reachable. Delivery was given up after 48 hours.',
    'Session for the mailbox ended: terminated by the remote host',
    'Your mail to jo@example.com was cancelled by an operator',
  ])('%s', (text) => {
    expect(isAddressFailure(text)).toBe(false);
  });
});
