/** The default policy, row by row, as answers known beforehand. Times are days after a Tuesday noon. */
import { describe, expect, test } from 'vitest';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { asFailureCode } from '../../shared/failure-codes/scheme.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { verdictsAt } from '../../shared/ledger/policy/verdicts.ts';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import {
  complaint,
  day,
  dropped,
  drops,
  every,
  fails,
  onEspSuppressionList,
  release,
  verdict,
} from './days.ts';
import { bounce, delivered, event, merge, usual } from './events.ts';

const cases: Record<
  string,
  ReadonlyArray<readonly [what: string, events: ClassifiedEvent[], at: number, verdict: string]>
> = {
  'address unknown': [
    ['suppresses at once, without end', fails(2001, 0), 300, 'address-unknown no end'],
    ['rests on an enhanced status', [bounce(2001, day(0), { basis: 'status' })], 0, 'address-unknown no end'],
    [
      'rests on the ESP saying so',
      [bounce(2001, day(0), { basis: 'esp', permanent: true })],
      0,
      'address-unknown no end',
    ],
    [
      'a bare 550 is not enough',
      [bounce(2001, day(0), { basis: 'reply-code' })],
      0,
      'permanent-failure until 1',
    ],
    ['nor is a bare 553', [bounce(2003, day(0), { basis: 'reply-code' })], 0, 'permanent-failure until 1'],
    [
      'an ESP that does not say leaves it permanent',
      [bounce(2001, day(0), { permanent: null })],
      0,
      'address-unknown no end',
    ],
    [
      'what the ESP calls temporary is one of the other failures',
      [bounce(2001, day(0), { permanent: false })],
      0,
      'free',
    ],
    ['a delivery does not release it', [...fails(2001, 0), delivered(day(1))], 2, 'address-unknown no end'],
    ['a person does', [...fails(2001, 0), release(1)], 2, 'free'],
    ['a newer failure suppresses again', [...fails(2001, 0, 2), release(1)], 3, 'address-unknown no end'],
    ['a late old failure does not', [release(1), ...fails(2001, 0, 0.5)], 3, 'free'],
    [
      'a deferral never counts',
      [event({ kind: 'deferral', code: 2001, at: day(0), permanent: false })],
      0,
      'free',
    ],
  ],
  'permanent without evidence that it is the address': [
    ['the first holds a day', fails(2999, 0), 0.9, 'permanent-failure until 1'],
    ['and is over then, without a write', fails(2999, 0), 1, 'free'],
    ['a second within twelve months has no end', fails(2999, 0, 200), 201, 'permanent-failure no end'],
    ['a second during the first hold, too', fails(2999, 0, 0.5), 30, 'permanent-failure no end'],
    ['to the second', fails(2999, 0, 365), 366, 'permanent-failure no end'],
    ['a later first one does not end it', fails(2999, 0, 10, 399), 402, 'permanent-failure no end'],
    [
      "a person's release forgets the first",
      [...fails(2999, 0, 2), release(1)],
      2.5,
      'permanent-failure until 3',
    ],
    ['a second later than that holds a day', fails(2999, 0, 366), 366.5, 'permanent-failure until 367'],
    [
      'the same event twice is one event',
      [bounce(2999, day(0), { id: 'x' }), bounce(2999, day(0), { id: 'x' })],
      2,
      'free',
    ],
    ['a delivery releases it', [...fails(2999, 0, 10), delivered(day(11))], 12, 'free'],
    [
      'a delivery before it does not',
      [delivered(day(-1)), ...fails(2999, 0)],
      0.5,
      'permanent-failure until 1',
    ],
  ],
  inactive: [
    ['holds ninety days', fails(3002, 0), 89, 'inactive until 90'],
    ['and is over then', fails(3002, 0), 90, 'free'],
    ['another during the hold renews it', fails(3002, 0, 50), 100, 'inactive until 140'],
    ['another after the hold has no end', fails(3002, 0, 91), 400, 'inactive no end'],
    ['so has one that comes months later', fails(3002, 0, 300), 400, 'inactive no end'],
    ['a year later it is a first again', fails(3002, 0, 366), 370, 'inactive until 456'],
    ['another at its very end has none either', fails(3002, 0, 90), 400, 'inactive no end'],
    ['a delivery releases it', [...fails(3002, 0), delivered(day(3))], 4, 'free'],
    [
      'a temporary refusal of it is one of the other failures',
      [bounce(3002, day(0), { permanent: false })],
      0,
      'free',
    ],
  ],
  'domain or address no longer valid': [
    ['2002 at once', fails(2002, 0), 300, 'address-invalid no end'],
    ['2003 at once', fails(2003, 0), 300, 'address-invalid no end'],
    ['2004 at once', fails(2004, 0), 300, 'address-invalid no end'],
    ['no delivery releases it', [...fails(2004, 0), delivered(day(1))], 2, 'address-invalid no end'],
  ],
  'mailbox full': [
    ['three over fourteen days hold thirty', fails(3001, 0, 7, 14), 14, 'mailbox-full until 44'],
    ['three within less do not', fails(3001, 0, 6, 13), 13, 'free'],
    ['two are not three', fails(3001, 0, 20), 20, 'free'],
    [
      'whatever the ESP says of permanence',
      [...fails(3001, 0, 7), bounce(3001, day(14), { permanent: true })],
      14,
      'mailbox-full until 44',
    ],
    ['a delivery between starts anew', [...fails(3001, 0, 7, 14), delivered(day(8))], 14, 'free'],
    ["a person's release starts anew", [...fails(3001, 0, 7, 14), release(10)], 14, 'free'],
    ['a delivery after releases', [...fails(3001, 0, 7, 14), delivered(day(15))], 16, 'free'],
    ['each further one renews the hold', fails(3001, 0, 7, 14, 20), 45, 'mailbox-full until 50'],
  ],
  'domain trouble': [
    [
      'three in a row over fourteen days hold fourteen',
      [...fails(3005, 0), ...fails(4003, 7), ...fails(4006, 14)],
      14,
      'domain-trouble until 28',
    ],
    ['the hold ends by itself', fails(4006, 0, 7, 14), 28, 'free'],
    ['three within a week do not', fails(4003, 0, 1, 7), 7, 'free'],
    ['a delivery between breaks the row', [...fails(4003, 0, 7, 14), delivered(day(10))], 14, 'free'],
  ],
  'other temporary failures': [
    ['seven in a row hold thirty days', fails(3999, ...every(7, 1)), 6, 'repeated-failure until 36'],
    ['six do not', fails(3999, ...every(6, 1)), 6, 'free'],
    [
      'of whatever 3xxx and 4xxx codes',
      [3003, 3004, 3999, 4001, 4002, 4004, 4999].flatMap((code, d) => fails(code, d)),
      6,
      'repeated-failure until 36',
    ],
    [
      'seven within ninety days to the second do',
      fails(3999, ...every(7, 15)),
      90,
      'repeated-failure until 120',
    ],
    ['seven in more than ninety days do not', fails(3999, ...every(7, 16)), 96, 'free'],
    ['a delivery sets the count back', [...fails(3999, ...every(7, 1)), delivered(day(3.5))], 6, 'free'],
    ['a delivery releases', [...fails(3999, ...every(7, 1)), delivered(day(7))], 8, 'free'],
    [
      'temporary 2001s are among them',
      every(7, 1).map((d) => bounce(2001, day(d), { permanent: false })),
      6,
      'repeated-failure until 36',
    ],
    [
      'deferrals are not',
      every(20, 1).map((d) => event({ kind: 'deferral', code: 4001, at: day(d), permanent: false })),
      20,
      'free',
    ],
    ['mailbox full is counted apart', [...fails(3999, ...every(6, 1)), ...fails(3001, 7)], 7, 'free'],
  ],
  'what never suppresses': [
    ...[1002, 1003, 1004, 1006, 1007, 1011, 1999].map(
      (code) =>
        [
          `${code}, however often and permanent`,
          every(30, 1).map((d) => bounce(code, day(d), { permanent: true })),
          30,
          'free',
        ] as const,
    ),
    [
      'auto-replies',
      every(30, 1).map((d) => event({ kind: 'auto-reply', code: 5001, at: day(d) })),
      30,
      'free',
    ],
    ['5999', fails(5999, ...every(30, 1)), 30, 'free'],
    ['9999', every(30, 1).map((d) => bounce(9999, day(d), { permanent: true })), 30, 'free'],
    ['opens and clicks', [event({ kind: 'other', at: day(0) })], 0, 'free'],
  ],
  "the ESP's own list": [
    ['suppresses with that reason', [dropped(2001)], 300, 'esp-suppression no end'],
    ['whatever its code, when the ESP says so', [onEspSuppressionList(9999)], 300, 'esp-suppression no end'],
    ['though it is on it for a complaint', [onEspSuppressionList(1999)], 300, 'esp-suppression no end'],
    ['a drop without such a word is none', [dropped(9999), dropped(1999), dropped(3004)], 1, 'free'],
    [
      'it is remembered among many other drops',
      [dropped(1004, -1), onEspSuppressionList(1999), ...drops(30)],
      40,
      'esp-suppression no end',
    ],
    ['is no second bounce', [...fails(2999, 0), dropped(2999, 0.5)], 2, 'esp-suppression no end'],
    ["a drop over content is the sender's incident", [dropped(1004)], 0, 'free'],
    ['a delivery does not release it', [dropped(2001), delivered(day(1))], 2, 'esp-suppression no end'],
    ['a person does', [dropped(2001), release(1)], 2, 'free'],
  ],
  complaints: [
    ['at once, without end', [complaint(0)], 400, 'complaint no end'],
    ['outrank a bounce', [...fails(2001, 1), complaint(0)], 2, 'complaint no end'],
    ['no delivery releases them', [complaint(0), delivered(day(1))], 2, 'complaint no end'],
    ['no release without a proof does', [complaint(0), release(1)], 2, 'complaint no end'],
    [
      'nor do many without one undo that which has one',
      [complaint(0), release(1, { proof: 'form of 13 May' }), ...every(20, 1).map((d) => release(d + 2))],
      30,
      'free',
    ],
    ['a release with one does', [complaint(0), release(1, { proof: 'form of 13 May' })], 2, 'free'],
    [
      'an opt-in is no proof',
      [complaint(0), event({ kind: 'resubscribe', at: day(1), list: 'news' })],
      2,
      'complaint no end',
    ],
    [
      'a newer one suppresses again',
      [complaint(0), complaint(2), release(1, { proof: 'form' })],
      3,
      'complaint no end',
    ],
  ],
  manual: [
    [
      'suppresses without end',
      [event({ kind: 'suppress', at: day(0), actor: 'kim', note: 'trap' })],
      400,
      'manual no end',
    ],
    ['until a person releases', [event({ kind: 'suppress', at: day(0) }), release(1)], 2, 'free'],
  ],
};

describe.each(Object.entries(cases))('%s', (_, rows) => {
  test.each(rows)('%s', (_what, events, at, expected) => {
    expect(verdict(events, at)).toBe(expected);
  });
});

test('a cause may leave codes of its groups out', () => {
  const causes = usual.policy.causes.map((cause) =>
    cause.suppressionReason === 'permanent-failure'
      ? { ...cause, counts: cause.counts.map((match) => ({ ...match, exceptCodes: [2999] })) }
      : cause,
  );
  const sparing = compilePolicy({ policy: { ...usual.policy, causes }, lists: [] });
  expect(verdictsAt(merge(emptyRecord, fails(2999, 0)), sparing, day(0))).toEqual([]);
});

describe("the operator's own codes", () => {
  const own = compilePolicy({
    ...usual,
    codes: {
      custom: [
        { code: asFailureCode(7001), effect: 'address-invalid' },
        { code: asFailureCode(7002), effect: null },
        { code: asFailureCode(2050) },
        { code: asFailureCode(3050) },
      ],
    },
  });
  const reason = (...events: ClassifiedEvent[]) =>
    verdictsAt(merge(emptyRecord, events), own, day(0))[0]?.suppressionReason;

  test('count for the cause that they name', () => expect(reason(...fails(7001, 0))).toBe('address-invalid'));
  test('or for none', () => expect(reason(...fails(7002, 0))).toBeUndefined());
  test('or as the general code of their group', () => {
    expect(reason(...fails(2050, 0))).toBe('permanent-failure');
    expect(reason(...fails(3050, ...every(7, -0.1)))).toBe('repeated-failure');
  });
});
