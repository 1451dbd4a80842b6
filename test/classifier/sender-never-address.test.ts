import { describe, expect, it } from 'vitest';
import { ruleFiles } from '../../shared/classifier/rules/index.ts';
import { VAGUE } from '../../shared/classifier/rules/strength.ts';
import { classify } from './classifier.ts';
import { messages } from './examples/messages.ts';
import { notTheAddress } from './examples/not-the-address.ts';
import { senders } from './examples/senders.ts';

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
const strengths = new Map<string, number>(
  ruleFiles.flatMap(({ file, rules }) =>
    rules.map(({ name, strength }) => [`${file}/${name}`, strength] as const),
  ),
);

/** Whether words alone are so vague that a status may decide: `rejected`, or the sender no more than named. */
function saysLittle(words: string): boolean {
  const { rule } = classify(`550 ${words}`);
  return (strengths.get(rule) ?? 0) <= VAGUE;
}

const bare = (reply: string): string => reply.replace(/^\d{3}[ -](?:\d\.\d+\.\d+ )?/, '');
const speaking = [...senders, ...messages].filter(([code]) => code < 2000 || code === 3004);

describe.each(beside)('beside %s %s', (code, status) => {
  it.each([...new Set([...speaking.map(([, reply]) => bare(reply)), ...notTheAddress])])('%s', (words) => {
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
