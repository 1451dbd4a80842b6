import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupOf, shippedCodes } from '../../shared/failure-codes/scheme.ts';
import { classifier } from './classifier.ts';
import { exampleReplies, shippedRules } from './rule-set.ts';

const known = new Set<number>(shippedCodes.map(({ code }) => code));

const LATIN = /^[\s!-\u024f]*$/;
const scripts = fc.constantFrom(
  ...exampleReplies(shippedRules.filter(({ id }) => id.startsWith('languages/'))),
);
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
  scripts,
  fc
    .array(fc.oneof(scripts, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 5 })
    .map((parts) => parts.join('')),
);
const perhaps = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

describe('any text in any script', () => {
  it('is given a code of the scheme and the rule that decided', () => {
    fc.assert(
      fc.property(
        anything,
        perhaps(anything),
        perhaps(anything),
        perhaps(anything),
        (diagnostic, reply, status, replyCode) => {
          const answer = classifier.classify({
            diagnostic,
            ...(reply === undefined ? {} : { reply }),
            ...(status === undefined ? {} : { status }),
            ...(replyCode === undefined ? {} : { replyCode }),
          });
          expect(known.has(answer.code)).toBe(true);
          expect(answer.group).toBe(groupOf(answer.code));
          expect(answer.rule).not.toBe('');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is explained as it is classified, with spans inside the reply', () => {
    fc.assert(
      fc.property(anything, (diagnostic) => {
        const { code, rule } = classifier.classify({ diagnostic });
        const explained = classifier.explain({ diagnostic });
        expect(explained).toMatchObject({ code, rule });
        for (const { spans } of explained.matched) {
          for (const { start, end } of spans) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeLessThanOrEqual(explained.reply.length);
            expect(start).toBeLessThan(end);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is classified alike with decomposed accents, and with dots after it', () => {
    fc.assert(
      fc.property(
        scripts.filter((reply) => LATIN.test(reply)),
        (reply) => {
          const { code } = classifier.classify({ diagnostic: reply });
          expect(classifier.classify({ diagnostic: reply.normalize('NFD') }).code).toBe(code);
          expect(classifier.classify({ diagnostic: `${reply}...` }).code).toBe(code);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('may have a megabyte; the beginning decides', () => {
    const long = `550 5.1.1 no such user ${'x'.repeat(1_000_000)}`;
    expect(classifier.classify({ diagnostic: long }).code).toBe(2001);
  });
});
