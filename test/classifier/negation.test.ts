/** What a reply negates, and a quoted subject, is no statement about the recipient. */
import { describe, expect, it } from 'vitest';
import { classify } from './classifier.ts';

describe('what is negated', () => {
  it.each([
    [1004, '554 5.7.1 Not a virus, but rejected: spam score 17.2 exceeds limit 8.0'],
    [1999, '552 5.3.4 Message size exceeds the limit of 10 MB; the mailbox is not full'],
    [2001, '550 5.1.1 You are not blacklisted. No such user here'],
    [2004, 'This is not an out-of-office message: the mailbox was closed and no longer exists'],
    [3001, '552 5.2.2 The user is not disabled, but his quota is exceeded'],
  ])('decides nothing: %d for "%s"', (code, reply) => {
    expect(classify(reply).code).toBe(code);
  });

  it('is matched by a phrase that negates itself', () => {
    expect(classify('550 We do not accept mail for this domain').code).toBe(4006);
    expect(classify('550 The user does not exist').code).toBe(2001);
    expect(classify('550 5.2.1 The account is not active').code).toBe(3002);
  });
});

describe('a quoted subject', () => {
  it.each([
    [1004, '550 5.7.1 Spam content in the message with subject "Mailbox full - user unknown"'],
    [1007, '554 5.7.1 Message with Subject: "I am on vacation" carries a virus'],
  ])('decides nothing: %d for "%s"', (code, reply) => {
    expect(classify(reply).code).toBe(code);
  });
});
