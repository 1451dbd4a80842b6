import { describe, expect, it } from 'vitest';
import { codeOfStatus, statuses } from '../../shared/smtp/status-registry.ts';
import { classify } from './classifier.ts';

const table = Object.entries(statuses).flatMap(([detail, { temporary, permanent, meaning }]) => [
  { status: `5.${detail}`, code: permanent, reply: '550', meaning },
  { status: `4.${detail}`, code: temporary, reply: '450', meaning },
]);

describe('an enhanced status code', () => {
  it.each(table)('$status alone means $code', ({ status, code }) => {
    expect(codeOfStatus(status)?.code).toBe(code);
    expect(classify('xyz', { status }).code).toBe(code);
  });

  /** RFC 7505 and Exchange use 5.1.10 for two things, and words that name an address outrank the class of a status. */
  const sayOtherwise = new Set(['5.1.10', '4.1.10', '4.1.1', '4.1.2', '4.1.3', '4.1.6', '4.7.17', '4.7.18']);

  it.each(table.filter(({ status }) => !sayOtherwise.has(status)))(
    "$status in the registry's own words means no other: $meaning",
    ({ status, code, reply, meaning }) => {
      expect(classify(`${reply} ${status} ${meaning}`).code).toBe(code);
    },
  );

  it.each(table.filter(({ status }) => status.startsWith('4.')))(
    '$status is no permanent failure of an address',
    ({ status }) => {
      expect(Math.floor(classify('450 xyz', { status }).code / 1000)).not.toBe(2);
    },
  );

  it('of class 2 is no failure', () => {
    expect(classify('xyz', { status: '2.1.5' }).code).toBe(5999);
    expect(classify('xyz', { status: '2.0.0' }).code).toBe(5999);
  });

  it('that the registry does not have is ignored', () => {
    expect(codeOfStatus('5.9.9')).toBeNull();
    expect(classify('xyz', { status: '5.9.9' }).code).toBe(9999);
  });
});
