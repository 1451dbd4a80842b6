/** The quota of the sender is the sender's affair (as 550 5.1.90 says): it must never pass for a full mailbox. */
import { describe, expect, it } from 'vitest';
import { classify } from './classifier.ts';

const limits = ['quota', 'limit'];
const senders = [
  'The sending {limit} of your account was exceeded',
  'Outgoing mail {limit} exceeded for this account',
  'Outbound {limit} reached',
  'You have used up your outgoing message {limit}',
  'Daily sending {limit} exceeded, try again tomorrow',
  'Hourly email {limit} exceeded for sender',
  'Your submission {limit} is used up',
  'Monthly message {limit} reached',
];

describe('a limit of the sender', () => {
  it.each(senders.flatMap((sentence) => limits.map((limit) => sentence.replace('{limit}', limit))))(
    '%s',
    (sentence) => {
      for (const before of ['', '550 ', '550 5.2.2 ', '452 4.2.2 ', '554 5.7.1 ']) {
        expect(classify(before + sentence).code, before).toBe(1006);
      }
    },
  );
});

describe('a quota of the mailbox', () => {
  it.each([
    'Message rejected: quota exceeded',
    'error while sending the message: mailbox quota exceeded',
    'Returned to sender: quota of the recipient exceeded',
    'user is over quota',
    'Mail quota exceeded',
    'mailbox of jo: disk quota exceeded',
    'cannot deliver message: over quota',
    'quota for jo@example.com is used up',
    "the sender's message was not stored: recipient out of quota",
  ])('%s', (sentence) => {
    for (const before of ['', '550 ', '552 5.2.2 ', '452 4.2.2 ']) {
      expect(classify(before + sentence).code, before).toBe(3001);
    }
  });
});
