import { describe, expect, it } from 'vitest';
import { findAddresses } from '../../shared/address/scan.ts';
import { addressOfField } from '../../shared/mail/mime/addresses.ts';
import { fieldGroups } from '../../shared/mail/mime/fields.ts';
import { htmlToText } from '../../shared/mail/mime/html.ts';
import { splitHumanReadablePart } from '../../shared/mail/mime/human-readable.ts';

describe('addresses in running text', () => {
  it.each([
    ['Unknown user: ann@b.example.', ['ann@b.example']],
    ['<ann@b.example>: "bo.b+tag"@c.example', ['ann@b.example', '"bo.b+tag"@c.example']],
    ['mailto:ann@b.example, bo@[192.0.2.1]', ['ann@b.example', 'bo@[192.0.2.1]']],
    ['用户@例子.广告 不存在', ['用户@例子.广告']],
    ['@ a@ @b @@', []],
  ])('in %j are %j', (text, addresses) => {
    expect(findAddresses(text).map((found) => found.address)).toEqual(addresses);
  });

  it.each([
    ['rfc822; ann@b.example', 'ann@b.example'],
    ['RFC822;<ann@b.example>', 'ann@b.example'],
    ['rfc822; ann@b.example (Ann)', 'ann@b.example'],
    ['utf-8; \\x{E4}nn@b.example', 'änn@b.example'],
    ['rfc822; root', ''],
    ['', ''],
  ])('in the field %j is %j', (field, address) => {
    expect(addressOfField(field)).toBe(address);
  });
});

describe('field groups', () => {
  it('unfold, and begin a new group where a blank line is missing', () => {
    const groups = fieldGroups('A: 1\n  and more\nB: 2\nA: 3\nwrapped on its way\n\nC: 4\n', ['a']);
    expect(groups.map((group) => Object.fromEntries(group))).toEqual([
      { a: ['1 and more'], b: ['2'] },
      { a: ['3 wrapped on its way'] },
      { c: ['4'] },
    ]);
  });
});

describe('the human-readable part', () => {
  it.each([
    '------ This is a copy of the message, including all the headers. ------',
    '--- Below this line is a copy of the message.',
    '   ----- Original message follows -----',
    'Original message follows.',
    '    Below is a copy of the original message:',
    'Received: from mx.sender.example',
  ])('ends at %j', (divider) => {
    const notice = splitHumanReadablePart(`It failed.\n\n${divider}\nSubject: March\n`);
    expect(notice.text.trim()).toBe('It failed.');
    expect(notice.returned).toContain('Subject: March');
  });

  it('does not end where a host only mentions the message', () => {
    const text = 'The original message was received at noon.\n\nYour message was not delivered.\n';
    expect(splitHumanReadablePart(text).returned).toBe('');
  });

  it('of an HTML part has its lines without its styles', () => {
    const text = htmlToText('<style>a@b{}</style><p>To <b>ann</b>&#64;b.example</p><p>&lt;550&gt; no</p>');
    expect(text.split('\n').filter((line) => line !== '')).toEqual(['To ann@b.example', '<550> no']);
  });
});
