import { describe, expect, it } from 'vitest';
import { readMail } from '../../shared/mail/read.ts';
import { InvalidMailError } from '../../shared/mail/report.ts';
import { mail, sample } from './samples.ts';

const RECEIVED = Date.UTC(2026, 2, 10);

async function recipients(raw: Buffer): Promise<readonly string[]> {
  return (await readMail(raw)).events.map((event) => event.recipient);
}

const bounceWords = 'Hi. This is the qmail-send program at q.example.\n\n<ann@b.example>:\n550 no ann\n';

describe('the id of an event', () => {
  it('is the Message-ID of the mail', async () => {
    const { events } = await readMail(sample('dsn-failed'));
    expect(new Set(events.map((event) => event.eventId))).toEqual(
      new Set(['20260302091504.7C1F@relay.sender.example']),
    );
  });

  it('is the same for a mail without one, by any route', async () => {
    const headers = ['From: MAILER-DAEMON@q.example', 'Date: Mon, 9 Mar 2026 01:00:00 +0000'];
    const direct = await readMail(mail(headers, bounceWords));
    const relayed = await readMail(mail(['Received: from q.example', ...headers], bounceWords));
    expect(direct.events[0]?.eventId).toMatch(/^[0-9a-f]{32}$/);
    expect(relayed.events[0]?.eventId).toBe(direct.events[0]?.eventId);
  });

  it('differs where the text differs', async () => {
    const headers = ['From: MAILER-DAEMON@q.example'];
    const one = await readMail(mail(headers, bounceWords));
    const other = await readMail(mail(headers, bounceWords.replace('no ann', 'no ann, still')));
    expect(one.events[0]?.eventId).not.toBe(other.events[0]?.eventId);
  });
});

describe('the time of an event', () => {
  const dated = (date: string) => mail(['From: MAILER-DAEMON@q.example', `Date: ${date}`], bounceWords);

  it('is Last-Attempt-Date, else the date of the mail', async () => {
    const { events } = await readMail(sample('dsn-failed'), { receivedAt: RECEIVED });
    expect(events.slice(0, 2).map((event) => new Date(event.occurredAt).toISOString())).toEqual([
      '2026-03-02T09:15:04.000Z',
      '2026-03-02T09:15:03.000Z',
    ]);
  });

  it('is never later than the receipt: a forged date must not outlive newer events', async () => {
    const { events } = await readMail(dated('Fri, 1 Jan 2100 00:00:00 +0000'), { receivedAt: RECEIVED });
    expect(events[0]?.occurredAt).toBe(RECEIVED);
  });

  it('is the time of receipt where the mail has no valid date', async () => {
    const { events } = await readMail(dated('the day before yesterday'), { receivedAt: RECEIVED });
    expect(events[0]?.occurredAt).toBe(RECEIVED);
  });

  it('may have a named zone in a comment', async () => {
    const { events } = await readMail(dated('Mon, 9 Mar 2026 01:00:00 +0900 (JST)'), {
      receivedAt: RECEIVED,
    });
    expect(events[0]?.occurredAt).toBe(Date.UTC(2026, 2, 8, 16));
  });
});

describe('the recipient', () => {
  const exim = (headers: readonly string[], words: string) =>
    mail(
      ['From: Mailer-Daemon@ex.example', 'To: news@sender.example', ...headers],
      `This message was created automatically by mail delivery software.\n\n${words}`,
    );

  it('is never the recipient of the bounce, nor the host itself', async () => {
    const raw = exim(
      [],
      'Ask postmaster@ex.example.\n\nnews@sender.example wrote to:\n\n  bo@b.example\n    550 no bo\n',
    );
    expect(await recipients(raw)).toEqual(['bo@b.example']);
  });

  it('is the recipient of the bounce, when the message was sent to its own sender', async () => {
    const raw = exim(
      ['X-Failed-Recipients: news@sender.example'],
      '  news@sender.example\n    550 mailbox is closed\n',
    );
    expect(await recipients(raw)).toEqual(['news@sender.example']);
  });

  it.each([
    'Your message from newsletter@sender.example to ann@b.example could not be delivered.',
    'newsletter@sender.example wrote a message that could not be delivered. ann@b.example has no mailbox.',
    'It could not be delivered.\n\nSender: <newsletter@sender.example>\nRecipient: <ann@b.example>',
    'ann@b.example refused it:\n\n550 no ann\n\nMessage-ID: <7@relay.example>',
    'It was not delivered.\n\nFrom: newsletter@sender.example\nTo: ann@b.example\n\nError: 550 no ann',
  ])('is never the sender of the message, as in %j', async (words) => {
    const headers = [
      'From: postmaster@x.example',
      'To: bounces-7@mail.sender.example',
      'Subject: Undeliverable',
    ];
    expect(await recipients(mail(headers, words))).toEqual(['ann@b.example']);
  });

  it('may be an address of the host, when the returned message was addressed to it', async () => {
    const notice = '  support@b.example\n    550 no longer read\n\nAsk postmaster@ex.example.\n';
    const copy =
      '------ This is a copy of the message, including all the headers. ------\n\nTo: support@b.example\n';
    expect(await recipients(exim([], `${notice}\n${copy}`))).toEqual(['support@b.example']);
  });

  it('is that of X-Failed-Recipients where the text names a pipe or a file', async () => {
    const raw = exim(
      ['X-Failed-Recipients: cy@b.example'],
      'The following address(es) failed:\n\n  save to inbox\n    mailbox is full\n',
    );
    const { events } = await readMail(raw);
    expect(events).toMatchObject([
      { recipient: 'cy@b.example', evidence: { diagnostic: 'save to inbox mailbox is full' } },
    ]);
  });

  it('is reported once, by the most severe report', async () => {
    const group = (action: string, status: string) =>
      `Final-Recipient: rfc822; dee@b.example\nAction: ${action}\nStatus: ${status}\n\n`;
    const raw = mail(
      ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'],
      `--x\nContent-Type: message/delivery-status\n\n${group('delayed', '4.4.1')}${group('failed', '5.4.1')}--x--\n`,
    );
    expect((await readMail(raw)).events).toMatchObject([
      { recipient: 'dee@b.example', kind: 'bounce', evidence: { status: '5.4.1' } },
    ]);
  });

  it('is that of the returned message, when the report has none', async () => {
    const raw = mail(
      ['From: postmaster@b.example', 'Content-Type: multipart/mixed; boundary=x'],
      '--x\nContent-Type: text/plain\n\n550 That mailbox is closed\n' +
        '--x\nContent-Type: message/rfc822\n\nTo: eve@b.example\nSubject: March\n\nHello\n--x--\n',
    );
    expect(await recipients(raw)).toEqual(['eve@b.example']);
  });
});

describe('the diagnostic', () => {
  it('is the reply of the remote host, not the summary of the reporting one', async () => {
    const transcript =
      '   ----- Transcript of session follows -----\n... while talking to mx.b.example.:\n' +
      '>>> RCPT To:<ann@b.example>\n<<< 550 5.7.1 Your network is not welcome\n' +
      '550 5.1.1 <ann@b.example>... User unknown\n';
    const { events } = await readMail(mail(['From: MAILER-DAEMON@mta.example'], transcript));
    expect(events).toMatchObject([
      {
        recipient: 'ann@b.example',
        evidence: { diagnostic: '550 5.7.1 Your network is not welcome', status: '5.7.1' },
      },
    ]);
  });

  it('is the text of the reporting host, without a reply of the remote one', async () => {
    const transcript =
      '   ----- Transcript of session follows -----\n550 5.1.2 <ann@b.example>... Host unknown\n';
    const { events } = await readMail(mail(['From: MAILER-DAEMON@mta.example'], transcript));
    expect(events).toMatchObject([{ evidence: { diagnostic: expect.stringContaining('Host unknown') } }]);
  });
});

describe('the container of a bounce', () => {
  it('may have a "From " line in front', () => {
    const from = Buffer.from('\nFrom MAILER-DAEMON Mon Mar  9 01:00:00 2026\n');
    expect(readMail(Buffer.concat([from, sample('gmx')])).events).toMatchObject([
      { recipient: 'bert@harbour.example' },
    ]);
  });

  it('may be the text of another mail', async () => {
    const pasted = sample('dsn-failed').toString();
    const raw = mail(
      ['From: helpdesk@sender.example', 'Subject: look at this'],
      `It came back:\n\n${pasted.replaceAll('\r\n', '\n')}`,
    );
    const { events } = await readMail(raw);
    expect(events.map((event) => event.recipient)).toContain('dora@harbour.example');
  });

  it.each([
    ['a bounce in an unknown wording', 'Subject: Message status - undeliverable'],
    ['an auto-reply', 'Subject: Automatic reply: March'],
  ])('may be a forward of %s, as an attachment or inline', async (_what, subject) => {
    const original =
      `From: Mailer-Daemon@b.example\n${subject}\nTo: news@sender.example\n\n` +
      'The message that you sent was undeliverable to the following:\n\tann@b.example (user not found)\n';
    const inner = subject.includes('reply') ? original.replace('Mailer-Daemon', 'ann') : original;
    const from = ['From: bob@sender.example', 'Subject: Fwd'];
    const attached = mail(
      [...from, 'Content-Type: multipart/mixed; boundary=x'],
      `--x\nContent-Type: message/rfc822\n\n${inner}\n--x--\n`,
    );
    const inline = mail(from, `---------- Forwarded message ---------\n${inner}`);
    expect(await recipients(attached)).toEqual(['ann@b.example']);
    expect(await recipients(inline)).toEqual(['ann@b.example']);
  });

  it('may be one mail with several bounces, as messages or as files', async () => {
    const file = (name: string) =>
      `Content-Type: application/octet-stream; name="${name}.eml"\nContent-Transfer-Encoding: base64\n\n${sample(name).toString('base64')}`;
    const message = (name: string) => `Content-Type: message/rfc822\n\n${sample(name).toString()}`;
    const raw = mail(
      ['From: helpdesk@sender.example', 'Content-Type: multipart/mixed; boundary=outer'],
      `--outer\n${message('qmail')}\n--outer\n${file('gmx')}\n--outer\n${message('person')}\n--outer--\n`,
    );
    const { events } = await readMail(raw);
    expect(events.map((event) => event.recipient)).toEqual([
      'will@harbour.example',
      'xena@far.example',
      'bert@harbour.example',
    ]);
    expect(new Set(events.map((event) => event.eventId)).size).toBe(2);
  });

  it.each([
    ['base64', 'utf-8', (text: string) => Buffer.from(text).toString('base64')],
    ['8bit', 'utf-8', (text: string) => text],
    [
      'quoted-printable',
      'utf-8',
      (text: string) => text.replaceAll('ü', '=C3=BC').replaceAll('.example', '.exam=\nple'),
    ],
  ])('may have a text in %s', async (encoding, charset, encode) => {
    const words =
      'Your message to the following recipients cannot be delivered:\n\n<fin@b.example>:\n  550 für fin gibt es hier nichts\n';
    const raw = mail(
      [`Content-Type: text/plain; charset=${charset}`, `Content-Transfer-Encoding: ${encoding}`],
      encode(words),
    );
    expect((await readMail(raw)).events).toMatchObject([
      { recipient: 'fin@b.example', evidence: { diagnostic: '550 für fin gibt es hier nichts' } },
    ]);
  });

  it('may have a diagnostic in ISO-2022-JP in a part without a label', async () => {
    const japanese = Buffer.from('1b244255661b2842', 'hex');
    const raw = Buffer.concat([
      mail(
        ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'],
        '--x\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; gen@b.example\nAction: failed\nDiagnostic-Code: X-Notes; gen ',
      ),
      japanese,
      Buffer.from('\r\n--x--\r\n'),
    ]);
    const { events } = await readMail(raw);
    expect(events).toMatchObject([
      { evidence: { diagnostic: expect.stringMatching(/^gen \p{Script=Han}$/u) } },
    ]);
  });
});

describe('an invalid mail', () => {
  it('is rejected by InvalidMailError, which quotes nothing of the mail', async () => {
    expect(() => readMail(Buffer.alloc(0))).toThrow(InvalidMailError);
    expect(() => readMail(Buffer.alloc(10 * 1024 * 1024 + 1, 'x'))).toThrow(/over the limit/);
    const nested = Array.from(
      { length: 50 },
      (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`,
    ).join('');
    expect(() => readMail(Buffer.from(nested))).toThrow(InvalidMailError);
  });
});
