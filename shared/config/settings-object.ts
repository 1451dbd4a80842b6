import * as v from 'valibot';
import { nearest } from './nearest.ts';

/** An object of known settings; a setting that is not known is most likely misspelt. */
export function settings<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, ({ expected, received }) => {
    if (expected === 'Object') return 'Give an object: { ... }.';
    if (expected !== 'never') return 'This setting is missing.';
    const known = Object.keys(entries);
    const guess = nearest(received.replaceAll('"', ''), known);
    return guess === null
      ? `Unknown setting. Use one of: ${known.join(', ')}.`
      : `Unknown setting. Did you mean "${guess}"?`;
  });
}

export function wholeBetween(least: number, most: number) {
  const message = `Give a whole number from ${least} to ${most}.`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
}

export const flag = v.boolean('Give true or false.');

/** One of a few words, with the one that was meant when it is misspelt. */
export function word<const Words extends readonly string[]>(words: Words) {
  return v.custom<Words[number]>(
    (input) => typeof input === 'string' && words.includes(input),
    ({ input }) => {
      const guess = typeof input === 'string' ? nearest(input, words) : null;
      return guess === null
        ? `Give one of: ${words.join(', ')}.`
        : `Unknown value ${JSON.stringify(input)}. Did you mean "${guess}"?`;
    },
  );
}
