import { describe, expect, it } from 'vitest';
import { decodeText } from '../../shared/mail/mime/charset.ts';
import { readMail } from '../../shared/mail/read.ts';

/** Sentences of bounces, and their bytes in national charsets, which Node decodes but does not encode. */
const texts: ReadonlyArray<readonly [charset: string, hex: string, text: string]> = [
  [
    'iso-2022-jp',
    '1b244230384068244e2561213c256b25222549256c2539242c42383a5f2437245e243b247321231b2842',
    '宛先のメールアドレスが存在しません。',
  ],
  [
    'shift_jis',
    '88b690e682cc8381815b838b83418368838c835882aa91b68ddd82b582dc82b982f18142',
    '宛先のメールアドレスが存在しません。',
  ],
  [
    'euc-jp',
    'b0b8c0e8a4cea5e1a1bca5eba5a2a5c9a5eca5b9a4acc2b8badfa4b7a4dea4bba4f3a1a3',
    '宛先のメールアドレスが存在しません。',
  ],
  [
    'koi8-r',
    'f0cfded4cfd7d9ca20d1ddc9cb20d0cfccd5dec1d4c5ccd120d0c5d2c5d0cfcccec5ce2e',
    'Почтовый ящик получателя переполнен.',
  ],
  [
    'windows-1251',
    'cfeef7f2eee2fbe920fff9e8ea20efeeebf3f7e0f2e5ebff20efe5f0e5efeeebede5ed2e',
    'Почтовый ящик получателя переполнен.',
  ],
  [
    'gb18030',
    'badcb1a7c7b8a3accad5bcfec8cbb5c4d3cacfe4d2d1c2faa3acc4fab5c4d3cabcfeb1bbcdcbbbd8a1a3',
    '很抱歉，收件人的邮箱已满，您的邮件被退回。',
  ],
  [
    'big5',
    'abdca9eaba70a141a6aca5f3aaccaabaab48bd63a477baa1a141b17aaabab66ca5f3b54caa6bbbbcb065a143',
    '很抱歉，收件者的信箱已滿，您的郵件無法遞送。',
  ],
  ['euc-kr', 'c1b8c0e7c7cfc1f620becab4c220bbe7bfebc0dac0d4b4cfb4d92e', '존재하지 않는 사용자입니다.'],
];

const bytesOf = (hex: string) => Buffer.from(hex, 'hex');

function bounce(text: Buffer, contentType = ''): Buffer {
  const header = `From: MAILER-DAEMON@isp.example\r\nSubject: Undeliverable\r\n${contentType}\r\n`;
  return Buffer.concat([Buffer.from(`${header}<ann@b.example>:\r\n`), text]);
}

async function diagnosticOf(raw: Buffer): Promise<unknown> {
  return (await readMail(raw)).events;
}

describe('text in a national charset', () => {
  it.each(texts)('in %s is decoded by its label', async (charset, hex, text) => {
    const raw = bounce(bytesOf(hex), `Content-Type: text/plain; charset=${charset}\r\n`);
    expect(await diagnosticOf(raw)).toMatchObject([{ evidence: { diagnostic: text } }]);
  });

  it.each(texts)('in %s is decoded without a label', async (_charset, hex, text) => {
    for (const type of [
      '',
      'Content-Type: text/plain; charset=us-ascii\r\n',
      'Content-Type: text/plain\r\n',
    ]) {
      expect(await diagnosticOf(bounce(bytesOf(hex), type))).toMatchObject([
        { recipient: 'ann@b.example', evidence: { diagnostic: text } },
      ]);
    }
  });

  it.each(texts)(
    'in %s is decoded in a delivery-status part, which has no label',
    async (charset, hex, text) => {
      const raw = Buffer.concat([
        Buffer.from(
          'From: MAILER-DAEMON@isp.example\r\nContent-Type: multipart/report; boundary=x\r\n\r\n' +
            `--x\r\nContent-Type: text/plain; charset=${charset}\r\n\r\nSorry.\r\n` +
            '--x\r\nContent-Type: message/delivery-status\r\n\r\n' +
            'Final-Recipient: rfc822; ann@b.example\r\nAction: failed\r\nDiagnostic-Code: smtp; 550 ',
        ),
        bytesOf(hex),
        Buffer.from('\r\n--x--\r\n'),
      ]);
      expect(await diagnosticOf(raw)).toMatchObject([{ evidence: { diagnostic: `550 ${text}` } }]);
    },
  );

  it('in UTF-8 is decoded under the label us-ascii', async () => {
    const text = 'Das Postfach für Änne ist voll.';
    const raw = bounce(Buffer.from(text), 'Content-Type: text/plain; charset=us-ascii\r\n');
    expect(await diagnosticOf(raw)).toMatchObject([{ evidence: { diagnostic: text } }]);
  });

  it('is windows-1252 when no heuristic matches', () => {
    expect(decodeText(Buffer.from('50f673746661636820766f6c6c', 'hex'))).toBe('Pöstfach voll');
  });

  it.each([
    'iso-2022-jp',
    'shift_jis',
    'euc-jp',
    'koi8-r',
    'gb2312',
    'big5',
    'iso-8859-1',
    'windows-1251',
    'no-such-charset',
  ])('in UTF-8 is decoded under the wrong label %s', (label) => {
    for (const text of [
      '宛先のメールアドレスが存在しません。',
      'Почтовый ящик переполнен.',
      'Das Postfach ist überfüllt.',
    ]) {
      expect(decodeText(Buffer.from(text), label)).toBe(text);
    }
  });

  it.each([
    ['iso-2022-jp', 'shift_jis'],
    ['iso-2022-jp', 'euc-jp'],
    ['euc-jp', 'shift_jis'],
    ['shift_jis', 'euc-jp'],
    ['gb2312', 'big5'],
    ['koi8-r', 'windows-1251'],
    ['windows-1251', 'koi8-r'],
    ['iso-8859-1', 'koi8-r'],
    ['us-ascii', 'windows-1251'],
    ['utf-8', 'gb18030'],
  ])('labelled %s is decoded as %s, in which it is written', (label, charset) => {
    const [, hex = '', text] = texts.find(([name]) => name === charset) ?? [];
    expect(decodeText(bytesOf(hex), label)).toBe(text);
  });

  it('is decoded by its label where a few octets are valid UTF-8 by chance', () => {
    expect(decodeText(Buffer.from('c1aacda8', 'hex'), 'gb2312')).toBe('联通');
  });
});

describe("octal escapes of Exim's", () => {
  /** A text as Exim prints it: octets beyond ASCII as a backslash and three digits. */
  const escaped = (octets: Buffer) =>
    Array.from(octets, (octet) => (octet < 128 ? String.fromCharCode(octet) : `\\${octet.toString(8)}`)).join(
      '',
    );

  const exim = (reply: string, recipient = 'ann@b.example') =>
    Buffer.from(
      `X-Failed-Recipients: ${recipient}\nFrom: Mail Delivery System <Mailer-Daemon@relay.example>\nTo: news@sender.example\n` +
        'Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\n' +
        'This message was created automatically by mail delivery software.\n\n' +
        `  ${recipient}\n    ${reply}\n--x\nContent-Type: message/delivery-status\n\n` +
        `Action: failed\nFinal-Recipient: rfc822;${recipient}\nStatus: 5.0.0\nDiagnostic-Code: smtp; ${reply}\n--x--\n`,
    );

  it.each(texts)('of %s are decoded, in the report and in the text', (_charset, hex, text) => {
    const report = exim(escaped(Buffer.from(`550 ${text}`)));
    expect(readMail(report).events).toMatchObject([{ evidence: { diagnostic: `550 ${text}` } }]);
    const withoutReport = Buffer.from(
      report.toString().replace('message/delivery-status', 'application/x-none'),
    );
    const legacy = Buffer.concat([Buffer.from('550 '), bytesOf(hex)]);
    const raw = Buffer.from(
      withoutReport.toString().replaceAll(escaped(Buffer.from(`550 ${text}`)), escaped(legacy)),
    );
    if (!escaped(legacy).includes('\u001b')) {
      expect(readMail(raw).events).toMatchObject([{ evidence: { diagnostic: `550 ${text}` } }]);
    }
  });

  it('are decoded in X-Failed-Recipients', () => {
    const recipient = escaped(Buffer.from('jürgen@b.example'));
    const raw = Buffer.from(
      exim('550 no', recipient).toString().replace('message/delivery-status', 'application/x-none'),
    );
    expect(readMail(raw).events).toMatchObject([{ recipient: 'jürgen@b.example' }]);
  });

  it('are kept where they encode nothing', () => {
    const reply = '550 C:\\200 is full';
    expect(readMail(exim(reply)).events).toMatchObject([{ evidence: { diagnostic: reply } }]);
  });
});

describe('a text in UTF-8 that is cut within a character', () => {
  it.each([
    'der Empfänger ist unbekannt: größe',
    '利用者が見つかりません 宛先',
    'нет такого пользователя 📭',
  ])('is %s without it', (text) => {
    const octets = Buffer.from(text);
    for (let length = octets.length - 3; length < octets.length; length += 1) {
      const cut = octets.subarray(0, length);
      expect(text.startsWith(decodeText(cut).replace(/\ufffd+$/, ''))).toBe(true);
      expect(bodyTextOf(cut)).not.toContain('\ufffd');
    }
  });

  /** The text of a mail as its report has it. */
  function bodyTextOf(octets: Buffer): string {
    const raw = bounce(Buffer.concat([Buffer.from('<ann@b.example>: 550 5.1.1 '), octets]));
    return JSON.stringify(readMail(raw));
  }
});
