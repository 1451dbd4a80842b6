import { describe, expect, test } from 'vitest';
import type { Basis, FailureEvidence, FailureKind } from '../../shared/events/event.ts';
import { asFailureCode } from '../../shared/failure-codes/scheme.ts';
import {
  countsAsPermanent,
  effectivePermanence,
  type Permanence,
  permanenceOfCode,
  permanenceOfReply,
  reconcilePermanence,
} from '../../shared/smtp/permanence.ts';

test.each([
  ['550', true],
  ['5.1.1', true],
  ['421', false],
  ['4.2.2', false],
  ['250', null],
  ['', null],
  [undefined, null],
])('the code %s: %s', (code, permanent) => {
  expect(permanenceOfCode(code)).toBe(permanent);
});

describe('a reply', () => {
  const cases: ReadonlyArray<readonly [what: string, evidence: FailureEvidence, permanent: Permanence]> = [
    ['is permanent by its status', { status: '5.1.1', diagnostic: '450 later' }, true],
    ['is transient by its code', { replyCode: '450' }, false],
    ['is read in its text', { diagnostic: 'host mx.example said: 550 no' }, true],
    ['is read by its status where the text has no code', { diagnostic: '4.4.7 expired' }, false],
    ['says nothing without a code', { diagnostic: 'no such user' }, null],
    ['says nothing where there is none', {}, null],
  ];
  test.each(cases)('%s', (_, evidence, permanent) => {
    expect(permanenceOfReply(evidence)).toBe(permanent);
  });
});

/** Kind, what the ESP states, the reply, the classification; then what is reported and what the ledger records. */
type Case = readonly [
  what: string,
  kind: FailureKind,
  stated: Permanence,
  reply: string,
  code: number,
  basis: Basis,
  reconciled: Permanence,
  effective: Permanence,
];

const cases: readonly Case[] = [
  ['a deferral is transient', 'deferral', true, '550 no', 2001, 'text', false, false],
  ['a permanent bounce stays permanent beside a 4yz', 'bounce', true, '450 no', 2001, 'text', true, true],
  [
    'a transient bounce with a 5yz that names the address is permanent',
    'bounce',
    false,
    '550 no',
    2001,
    'text',
    true,
    true,
  ],
  [
    'a transient bounce with a 5yz and no more than its code stays transient',
    'bounce',
    false,
    '550',
    2999,
    'reply-code',
    false,
    false,
  ],
  [
    'a transient bounce with a 5yz of another cause stays transient',
    'bounce',
    false,
    '550 full',
    3001,
    'text',
    false,
    false,
  ],
  [
    'what the ESP does not state is read from the reply',
    'bounce',
    null,
    '450 full',
    3001,
    'text',
    false,
    false,
  ],
  ['without a code nothing is known', 'bounce', null, 'full', 3001, 'text', null, null],
  [
    'a disabled account is permanent in the ledger by a 5yz',
    'bounce',
    false,
    '550 off',
    3002,
    'text',
    false,
    true,
  ],
  [
    'a disabled account is transient in the ledger by a 4yz',
    'bounce',
    true,
    '450 off',
    3002,
    'text',
    true,
    false,
  ],
  ['a disabled account is as stated without a reply', 'bounce', true, '', 3002, 'esp', true, true],
  ['a drop of a disabled account is as stated', 'dropped', true, '450 off', 3002, 'text', true, true],
];

test.each(cases)('%s', (_, kind, permanent, diagnostic, code, basis, reconciled, effective) => {
  const failure = { kind, permanent, evidence: { diagnostic } };
  const classified = { code: asFailureCode(code), basis };
  expect(reconcilePermanence(failure, classified)).toBe(reconciled);
  expect(effectivePermanence(failure, classified)).toBe(effective);
});

test('the policy counts unknown permanence as permanent', () => {
  expect([true, null, false].map(countsAsPermanent)).toEqual([true, true, false]);
});
