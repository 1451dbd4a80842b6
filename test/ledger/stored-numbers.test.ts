/** Names and verdicts as the table stores them: what old code has written, newer code must read as it was meant. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storedBases, storedKinds } from '../../shared/events/event.ts';
import { asFailureCode, UNKNOWN } from '../../shared/failure-codes/scheme.ts';
import type { StoredVerdict } from '../../shared/ledger/policy/list-verdict.ts';
import { storedReasons, suppressionReasons } from '../../shared/ledger/policy/suppression-reason.ts';
import { packVerdicts, unpackVerdicts } from '../../shared/store/dynamodb/verdict-bytes.ts';
import { storedNumbers } from '../../shared/stored-numbers.ts';

/** The numbers with which the first records were written: names may be added, none may change. */
const first = {
  reasons: {
    complaint: 0,
    manual: 1,
    unsubscribe: 2,
    'address-unknown': 3,
    'address-invalid': 4,
    'permanent-failure': 5,
    inactive: 6,
    'esp-suppression': 7,
    'mailbox-full': 8,
    'domain-trouble': 9,
    'repeated-failure': 10,
  },
  kinds: {
    bounce: 0,
    deferral: 1,
    dropped: 2,
    'auto-reply': 3,
    complaint: 4,
    unsubscribe: 5,
    resubscribe: 6,
    delivered: 7,
    other: 8,
    suppress: 9,
    release: 10,
  },
  bases: {
    operator: 0,
    stated: 1,
    receiver: 2,
    text: 3,
    status: 4,
    esp: 5,
    'reply-code': 6,
    none: 7,
    ambiguous: 8,
    unverified: 9,
    outdated: 10,
  },
};

test.each([
  ['suppression reasons', storedReasons.names, storedReasons.nameOf, first.reasons],
  ['kinds of events', storedKinds.names, storedKinds.nameOf, first.kinds],
  ['bases of codes', storedBases.names, storedBases.nameOf, first.bases],
])('%s are stored as the numbers they were first written as', (_, names, nameOf, numbers) => {
  for (const [name, number] of Object.entries(numbers))
    expect([name, number]).toEqual([nameOf(number), number]);
  expect(names).toEqual(expect.arrayContaining(Object.keys(numbers)));
});

test('no two names share a number', () => {
  expect(() => storedNumbers({ a: 1, b: 1 })).toThrow('same number');
});

const name = fc.string({ maxLength: 16, unit: 'grapheme' });
const time = fc.nat(0xffff_fffe);
const verdict: fc.Arbitrary<StoredVerdict> = fc
  .record({
    list: name,
    rule: name,
    source: name,
    suppressionReason: fc.constantFrom(...suppressionReasons),
    code: fc.constantFrom(UNKNOWN, asFailureCode(2001), asFailureCode(1000)),
    since: time,
    until: fc.option(time),
    recordedAt: fc.option(time),
    exceptTransactional: fc.boolean(),
  })
  .map(({ exceptTransactional, ...rest }) => ({
    ...rest,
    ...(exceptTransactional && { exceptTransactional }),
  }));

describe('verdicts', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 20 }), (verdicts) => {
        expect(unpackVerdicts(packVerdicts(verdicts))).toEqual(verdicts);
      }),
    );
  });

  test('store a name once', () => {
    const [one] = fc.sample(verdict, 1);
    if (one === undefined) throw new RangeError('A sample has one element.');
    const long = { ...one, list: 'a'.repeat(60), rule: 'b'.repeat(60), source: 'c'.repeat(60) };
    const growth = packVerdicts([long, long]).length - packVerdicts([long]).length;
    expect(growth).toBeLessThanOrEqual(18);
  });
});
