import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainOf, toLedgerAddress } from '../../shared/address/address.ts';
import { addrSpecOf } from '../../shared/address/mailbox.ts';

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
    ['"m.o\'hara"@example.com', "m.o'hara@example.com"],
    ['"ann\\ smith"@example.com', '"ann smith"@example.com'],
    ['"an\\n"@example.com', 'ann@example.com'],
    ['"two.dots..x"@example.com', '"two.dots..x"@example.com'],
    ['two.dots..x@example.com', '"two.dots..x"@example.com'],
    ['ryan.@example.com', '"ryan."@example.com'],
    ['\\"ryan.\\"@example.com', '"ryan."@example.com'],
    ['"a<b>"@example.com', '"a<b>"@example.com'],
    ['"a \\"b\\" c"@example.com', '"a \\"b\\" c"@example.com'],
    ['ann(of (all) sales)@example.com', 'ann@example.com'],
    ['(Ann) ann @ (work) example.com (main)', 'ann@example.com'],
    ['ann@example.com (Ann)', 'ann@example.com'],
    ['ann@日本.example', 'ann@xn--wgv71a.example'],
    ['ANN.ÖRN@example.com', 'ann.Örn@example.com'],
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
    'ann\u202e@example.com',
    'ann@example..com',
    'ann@.example.com',
    'ann@example.com/sales',
    'ann@example.com?x',
    'ann@example.com#x',
    'ann@example.com\\x',
    'ann@ex%61mple.com',
    'ann@bücher.example/sales',
    'ann@example.com:25',
    'mailto:ann@example.com',
    'ann@b@example.com',
    'an"n@example.com',
    '"ann@example.com',
    '""@example.com',
    'an(x)n@example.com',
    'ann(x@example.com',
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
  expect(addrSpecOf('Ann Doe <Ann@Example.com>')).toBe('Ann@Example.com');
});

test('the domain is what follows the last at sign', () => {
  const address = toLedgerAddress('"a@b"@example.com');
  expect(address && domainOf(address)).toBe('example.com');
});

describe('the forms of one mailbox (RFC 5321, 4.1.2)', () => {
  const character = fc.constantFrom(...'aZ09.+@<>(),:;\\" \'é');
  const content = fc.string({ unit: character, minLength: 1, maxLength: 12 });
  const needless = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
  const comment = fc.constantFrom('', '(home)', '(a (b) c)', '(\\))');

  test('have one ledger address, whatever is quoted without need', () => {
    fc.assert(
      fc.property(content, needless, comment, (local, escaped, note) => {
        const quoted = (escapes: (index: number, character: string) => boolean) =>
          `"${[...local].map((each, i) => (escapes(i, each) ? `\\${each}` : each)).join('')}"`;
        const isNeeded = (_: number, each: string) => each === '"' || each === '\\';
        const plain = toLedgerAddress(`${quoted(isNeeded)}@example.com`);
        expect(plain).not.toBeNull();
        const odd = quoted((i, each) => isNeeded(i, each) || escaped[i] === true);
        expect(toLedgerAddress(`${note}${odd}${note}@${note}Example.com.${note}`)).toBe(plain);
        expect(toLedgerAddress(plain ?? '')).toBe(plain);
        if (/^[A-Za-z0-9é+']+$/.test(local)) {
          expect(toLedgerAddress(`${local}@example.com`)).toBe(plain);
          expect(plain).not.toContain('"');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('are found in time linear in the text', () => {
    for (const piece of ['"\\', '(', '<', '"<(', '(")'])
      expect(addrSpecOf(`<${piece.repeat(100_000)}`).length).toBeGreaterThan(0);
  });
});
