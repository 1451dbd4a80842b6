/** Verdicts as the table stores them: what old code has written, newer code must read as it was meant. */
import { describe, expect, test } from 'vitest';
import { UNKNOWN } from '../../shared/failure-codes/scheme.ts';
import type { ListVerdict } from '../../shared/ledger/policy/list-verdict.ts';
import { type SuppressionReason, suppressionReasons } from '../../shared/ledger/policy/suppression-reason.ts';
import { packVerdicts, unpackVerdicts } from '../../shared/store/dynamodb/verdict-bytes.ts';

const verdict = (suppressionReason: SuppressionReason): ListVerdict => ({
  list: '*',
  suppressionReason,
  code: UNKNOWN,
  rule: 'a-rule',
  since: 1_000,
  until: null,
});

/** The number that a reason is stored as: the first byte of its verdict. */
const numberOf = (reason: SuppressionReason) => packVerdicts([verdict(reason)])[0];

describe('the reason of a stored verdict', () => {
  test('is numbered as it was when the first records were written', () => {
    const first: readonly SuppressionReason[] = [
      'complaint',
      'manual',
      'unsubscribe',
      'address-unknown',
      'address-invalid',
      'permanent-failure',
      'inactive',
      'esp-suppression',
      'mailbox-full',
      'domain-trouble',
      'repeated-failure',
    ];
    expect(first.map(numberOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test.each(suppressionReasons)('is read as it was written: %s', (reason) => {
    expect(unpackVerdicts(packVerdicts([verdict(reason)]))).toEqual([verdict(reason)]);
  });
});
