import { describe, expect, it } from 'vitest';
import { isVague } from '../../shared/classifier/rule.ts';
import { classify } from './classifier.ts';
import { notTheAddress } from './not-the-address.ts';
import { exampleReplies, shippedRules } from './rule-set.ts';

/**
 * A reply that speaks of the sender or the message must never lose an address, whatever status or code a receiver
 * puts beside it: many answer 550 5.1.1 to everything.
 */
const beside: ReadonlyArray<readonly [code: string, status: string]> = [
  ['550', '5.1.1'],
  ['550', '5.0.0'],
  ['550', ''],
  ['551', '5.1.6'],
  ['553', '5.1.3'],
  ['554', '5.1.2'],
  ['450', '4.1.1'],
];

const permanentAddress = (code: number): boolean => code >= 2000 && code < 3000;
const vague = new Set(shippedRules.filter(({ tier }) => isVague(tier)).map(({ id }) => id));

/** Whether words alone are so vague that a status may decide: `rejected`, or the sender merely named. */
function saysLittle(words: string): boolean {
  const { rule, basis } = classify(`550 ${words}`);
  return vague.has(rule) || basis === 'status' || basis === 'reply-code';
}

const bare = (reply: string): string => reply.replace(/^\d{3}[ -](?:\d\.\d+\.\d+ )?/, '');
/** The examples of the English rules about the sender or the message. */
const aboutSender = exampleReplies(
  shippedRules.filter(
    ({ id, code, when }) =>
      (code < 2000 || code === 3004) && when === null && !/^(languages|receivers)\//.test(id),
  ),
);

describe.each(beside)('beside %s %s', (code, status) => {
  it.each([...new Set([...aboutSender.map(bare), ...notTheAddress])])('%s', (words) => {
    const reply = [code, status, words].filter((part) => part !== '').join(' ');
    const answer = classify(reply);
    if (answer.basis === 'status' || answer.basis === 'reply-code') expect(saysLittle(words)).toBe(true);
    else expect(permanentAddress(answer.code), `${answer.code} by ${answer.rule}`).toBe(false);
  });
});

describe('where the words are all there is', () => {
  it.each(notTheAddress)('%s', (words) => {
    expect(permanentAddress(classify(`550 ${words}`).code)).toBe(false);
  });
});
