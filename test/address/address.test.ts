import { describe, expect, test } from 'vitest';
import { bareAddress, domainOf, toLedgerAddress } from '../../shared/address/address.ts';

describe('one form for one address', () => {
  test.each([
    ['ann@example.com', 'ann@example.com'],
    [' Ann@Example.COM ', 'ann@example.com'],
    ['<ann@example.com>', 'ann@example.com'],
    ['"Doe, Ann <of sales>" <Ann@example.com>', 'ann@example.com'],
    ['ann@example.com.', 'ann@example.com'],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ANN@XN--BCHER-KVA.example', 'ann@xn--bcher-kva.example'],
    ['ann+news@example.com', 'ann+news@example.com'],
    ['"ann smith"@example.com', '"ann smith"@example.com'],
    ['ann@[192.0.2.1]', 'ann@[192.0.2.1]'],
    ['jose\u0301@example.com', 'jos\u00e9@example.com'],
  ])('%s', (originalAddress, expected) => {
    expect(toLedgerAddress(originalAddress)).toBe(expected);
  });
});

describe('no address', () => {
  test.each([
    '',
    'ann',
    '@example.com',
    'ann@',
    'ann smith@example.com',
    'ann@exa mple.com',
    'ann\u0000@example.com',
  ])('%j', (text) => {
    expect(toLedgerAddress(text)).toBeNull();
  });

  test('more than an address may have', () => {
    expect(toLedgerAddress(`${'a'.repeat(320)}@example.com`)).toBeNull();
  });
});

test('plus-tags are folded where that is asked for', () => {
  const fold = (text: string) => toLedgerAddress(text, { foldPlusTags: true });
  expect(fold('Ann+news@example.com')).toBe('ann@example.com');
  expect(fold('+news@example.com')).toBe('+news@example.com');
});

test('the written form keeps its case', () => {
  expect(bareAddress('Ann Doe <Ann@Example.com>')).toBe('Ann@Example.com');
});

test('the domain is what follows the last at sign', () => {
  const address = toLedgerAddress('"a@b"@example.com');
  expect(address && domainOf(address)).toBe('example.com');
});
