import { describe, expect, it } from 'vitest';
import { classify } from './classifier.ts';

/** Boilerplate of receivers after the reason; it must not change the classification. */
const closing = [
  '; see http://postmaster.example.com/errors/550',
  '. Please contact your administrator',
  ' - for assistance contact postmaster@example.com',
  '. If you believe this is an error, contact your provider',
  ' [192.0.2.1]',
  ' (session id 1234-abcd)',
  '. Your message was not delivered',
  '. Message refused',
  '. Connection closed',
  ', closing connection',
  '. Please check the address and try again later',
  ' (in reply to RCPT TO command)',
  '. The message has been returned to the sender',
  '. Remove this address from your list',
  ', relay=[192.0.2.1]',
  '. Your IP: 192.0.2.1',
  '. For security reasons we do not say more',
  ' (policy 7)',
  ', access denied',
  ' - please forward to your IT department',
];

const reasons: ReadonlyArray<readonly [code: number, reason: string]> = [
  [2001, '550 5.1.1 no such user'],
  [2001, '550 <jo@example.com>: User unknown in virtual mailbox table'],
  [2001, '550 mailbox not found'],
  [2004, '550 This mailbox no longer exists'],
  [3001, '552 5.2.2 mailbox is full'],
  [3002, '550 5.2.1 This account has been disabled'],
  [1002, '554 blocked using zen.spamhaus.org'],
  [1004, '550 5.7.1 This message looks like spam'],
  [1007, '554 virus found'],
  [1999, '550 5.7.1 SPF check failed'],
  [3004, '550 5.1.8 Sender address rejected: domain not found'],
];

describe.each(reasons)('%i: %s', (code, reason) => {
  it.each(closing)('followed by: %s', (words) => {
    expect(classify(reason + words).code).toBe(code);
  });
});
