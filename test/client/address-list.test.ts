import fc from 'fast-check';
import addressparser from 'nodemailer/lib/addressparser';
import { describe, expect, test } from 'vitest';
import { parseAddressList } from '../../client/recipients/address-list.ts';

describe('an address list', () => {
  test.each<[string, [text: string, address: string][]]>([
    ['ann@x.example', [['ann@x.example', 'ann@x.example']]],
    ['  <ann@x.example> ', [['<ann@x.example>', 'ann@x.example']]],
    [
      'Ann <ann@x.example>, "Doe, Bob" <bob@y.example>',
      [
        ['Ann <ann@x.example>', 'ann@x.example'],
        ['"Doe, Bob" <bob@y.example>', 'bob@y.example'],
      ],
    ],
    ['Doe, Bob <bob@y.example>', [['Doe, Bob <bob@y.example>', 'bob@y.example']]],
    [
      'ann@x.example;bob@y.example',
      [
        ['ann@x.example', 'ann@x.example'],
        ['bob@y.example', 'bob@y.example'],
      ],
    ],
    [
      'Team: ann@x.example, bob@y.example;, eve@z.example',
      [
        ['ann@x.example', 'ann@x.example'],
        ['bob@y.example', 'bob@y.example'],
        ['eve@z.example', 'eve@z.example'],
      ],
    ],
    ['undisclosed-recipients:;', []],
    [
      'ann@x.example (Ann, of <bob@y.example>)',
      [['ann@x.example (Ann, of <bob@y.example>)', 'ann@x.example']],
    ],
    ['"a,b"@x.example', [['"a,b"@x.example', '"a,b"@x.example']]],
    ['"\\\\" <ann@x.example>', [['"\\\\" <ann@x.example>', 'ann@x.example']]],
    [
      '"Ann\\" <bob@y.example>" <ann@x.example>',
      [['"Ann\\" <bob@y.example>" <ann@x.example>', 'ann@x.example']],
    ],
    ['ann@[IPv6:2001:db8::1]', [['ann@[IPv6:2001:db8::1]', 'ann@[IPv6:2001:db8::1]']]],
    [
      'ann, bob@y.example',
      [
        ['ann', 'ann'],
        ['bob@y.example', 'bob@y.example'],
      ],
    ],
    ['Ann <ann@x.example> <bob@y.example>', [['Ann <ann@x.example> <bob@y.example>', '']]],
    ['Ann <ann@x.example', [['Ann <ann@x.example', '']]],
    ['"Ann <ann@x.example>', [['"Ann <ann@x.example>', '']]],
    ['', []],
    [' , ;', []],
  ])('%s', (text, expected) => {
    expect(parseAddressList(text)).toEqual(
      expected.map(([mailbox, address]) => ({ text: mailbox, address })),
    );
  });

  test('gives the addresses that a mailer finds in it, or ones that are none', () => {
    const name = fc.constantFrom(
      'Ann',
      '"Doe, Bob"',
      'Doe, Bob',
      '"a \\" <x@y.example>"',
      'Zoë (at work)',
      '',
    );
    const mailbox = fc
      .tuple(name, fc.stringMatching(/^[a-z0-9.+-]{1,8}@[a-z0-9-]{1,8}\.example$/))
      .map(([display, address]) => (display === '' ? address : `${display} <${address}>`));
    const list = fc.array(mailbox, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(list, fc.constantFrom(', ', ',', ';', ' ; '), (mailboxes, separator) => {
        const text = mailboxes.join(separator);
        const found = addressparser(text, { flatten: true }).map(({ address }) => address);
        expect(parseAddressList(text).map(({ address }) => address)).toEqual(found);
      }),
    );
  });

  test('never loses an address that a mailer would send to, however malformed the list', () => {
    const piece = fc.constantFrom(
      ...[
        'ann@x.example',
        'bob@y.example',
        '"',
        '<',
        '>',
        '(',
        ')',
        ',',
        ';',
        ':',
        '\\',
        ' ',
        'Ann',
        '[',
        ']',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const ours = parseAddressList(text);
        const wellFormed = ours.every(({ address }) => /^(ann|bob|"[^"]*")@[xy]\.example$/.test(address));
        if (!wellFormed) return;
        const sentTo = addressparser(text, { flatten: true })
          .map(({ address }) => address)
          .filter((address) => address !== '');
        expect(ours.map(({ address }) => address)).toEqual(expect.arrayContaining(sentTo));
      }),
      { numRuns: 3_000 },
    );
  });
});
