import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MailSplitter } from '../../shared/mail/mime/mbox.ts';
import { MAX_MAIL_BYTES } from '../../shared/mail/report.ts';
import { sample, sampleNames } from './samples.ts';

const FROM = 'From MAILER-DAEMON Mon Mar  9 01:00:00 2026\n';

/** The mails of `content`, which arrives in chunks of `size` octets. */
function split(content: string | Buffer, size = 100): readonly string[] {
  const octets = Buffer.from(content);
  const splitter = new MailSplitter();
  const mails: Buffer[] = [];
  for (let start = 0; start < octets.length; start += size) {
    mails.push(...splitter.append(octets.subarray(start, start + size)));
  }
  return [...mails, ...splitter.end()].map((mail) => mail.toString('latin1'));
}

const mail = (body: string, header = '') => `From: a@b.example\n${header}\n${body}`;

describe('a mailbox file', () => {
  it('has the mails between its "From " lines', () => {
    const first = mail('One\n');
    const second = mail('Two\n');
    expect(split(`${FROM}${first}\n${FROM}${second}`)).toEqual([`${first}\n`, second]);
  });

  it.each([1, 7, 100, 10_000])('is split alike when it arrives in chunks of %i octets', (size) => {
    const mails = sampleNames.map((name) => `${sample(name).toString('latin1').trimEnd()}\n\n`);
    const content = Buffer.from(
      mails.map((each) => FROM + each.replace(/^(>*From )/gm, '>$1')).join(''),
      'latin1',
    );
    expect(split(content, size)).toEqual(mails);
  });

  it('keeps a line of a mail that begins with "From " and separates nothing', () => {
    const body = 'Hello\nFrom now on it is spring.\n\nFrom there we go on.\n';
    expect(split(`${FROM}${mail(body)}`)).toEqual([mail(body)]);
  });

  it.each([
    ['mboxo', '>From ann it came\n', 'From ann it came\n'],
    ['mboxrd', '>>From ann it came\n', '>From ann it came\n'],
  ])('loses the quote marks of %s', (_variant, quoted, plain) => {
    expect(split(`${FROM}${mail(`Hello\n${quoted}`)}`)).toEqual([mail(`Hello\n${plain}`)]);
  });

  it('is split by Content-Length, whatever a mail contains (mboxcl2)', () => {
    const body = `Forwarded:\n\n${FROM}From: c@d.example\n\nInner\n`;
    const first = mail(body, `Content-Length: ${body.length}\n`);
    const second = mail('Two\n');
    for (const size of [10, 1_000]) {
      expect(split(`${FROM}${first}\n${FROM}${second}`, size)).toEqual([`${first}\n`, second]);
    }
  });

  it('is split by its "From " lines when Content-Length is wrong', () => {
    const first = mail('One\n', 'Content-Length: 40\n');
    const second = mail('Two\n');
    expect(split(`${FROM}${first}\n${FROM}${second}`)).toEqual([`${first}\n`, second]);
  });

  it('goes on after a mail over the limit, of which it gives one octet more than that', () => {
    const huge = mail(
      'x'
        .repeat(79)
        .concat('\n')
        .repeat(MAX_MAIL_BYTES / 40),
    );
    const mails = split(`${FROM}${huge}\n${FROM}${mail('Two\n')}`, 1 << 20);
    expect(mails.map(({ length }) => length)).toEqual([MAX_MAIL_BYTES + 1, mail('Two\n').length]);
  });
});

describe('any other file', () => {
  it('is one mail, without white space in front', () => {
    expect(split(`\n\n${mail(`Hello\n\n${FROM}From: x@y.example\n`)}`)).toEqual([
      mail(`Hello\n\n${FROM}From: x@y.example\n`),
    ]);
  });

  it('is no mail when it is empty', () => {
    expect(split('')).toEqual([]);
    expect(split(' \n')).toEqual([]);
  });

  it('is given completely, whatever it contains', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        (octets, size) => {
          const content = Buffer.concat([Buffer.from('X: '), octets]);
          expect(split(content, size).join('')).toBe(content.toString('latin1'));
        },
      ),
    );
  });
});
