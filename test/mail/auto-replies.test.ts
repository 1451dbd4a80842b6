import { describe, expect, it } from 'vitest';
import { readMail } from '../../shared/mail/read.ts';
import { mail, sample } from './samples.ts';

describe('an automatic reply', () => {
  it.each([
    ['Automatic reply: March', {}],
    ['Re: Out of Office', {}],
    ['Abwesenheitsnotiz: März', {}],
    ['Réponse automatique : mars', {}],
    ['Respuesta automática: marzo', {}],
    ['Risposta automatica: marzo', {}],
    ['Odpowiedź automatyczna: marzec', {}],
    ['Automatisch antwoord: maart', {}],
    ['Automatická odpověď: březen', {}],
    ['Автоматический ответ: март', {}],
    ['自動応答: 三月', {}],
    ['自动回复: 三月', {}],
    ['Răspuns automat: martie', {}],
    ['Автоматичен отговор: март', {}],
    ['תשובה אוטומטית: מרץ', {}],
    ['رد تلقائي: مارس', {}],
    ['ตอบกลับอัตโนมัติ: มีนาคม', {}],
    ['Trả lời tự động: tháng ba', {}],
    ['[Automatyczna odpowiedź] marzec', {}],
    ['RE: [EXTERNAL] Automatic reply: March', {}],
    ['March', { 'X-MS-Exchange-Generated-Message-Source': 'Mailbox Rules Agent' }],
    ['March', { 'Auto-Submitted': 'auto-generated', 'In-Reply-To': '<1@sender.example>' }],
    ['Re: March', { 'X-Autoreply': 'yes' }],
    ['Re: March', { Precedence: 'auto_reply' }],
    ['Re: March', { 'Auto-Submitted': 'auto-replied (vacation)' }],
  ])('is recognised by the subject "%s" and %j', async (subject, headers) => {
    const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const raw = mail(['From: Hal <hal@b.example>', `Subject: ${encoded}`, ...lines], 'Back soon.');
    expect(await readMail(raw)).toMatchObject({
      form: 'auto-reply',
      events: [{ recipient: 'hal@b.example', kind: 'auto-reply' }],
    });
  });

  it('is not a generated mail that answers no message', async () => {
    const raw = mail(
      ['From: shop@b.example', 'Subject: Order 7', 'Auto-Submitted: auto-generated'],
      'It left.',
    );
    expect(await readMail(raw)).toEqual({ form: 'none', events: [] });
  });

  it.each([
    ['a newsletter', 'Subject: Vacation deals', 'List-Unsubscribe: <https://b.example/off>', 'Book now.'],
    [
      'a newsletter on filters',
      'Subject: Filters',
      'List-Unsubscribe: <https://b.example/off>',
      'On boxbe.com',
    ],
    [
      'a post to a list',
      'Subject: Hello',
      'List-Post: <mailto:crew@b.example>',
      'Only list members may post.',
    ],
  ])('is not %s', async (_what, subject, header, words) => {
    expect(await readMail(mail(['From: hal@b.example', subject, header], words))).toEqual({
      form: 'none',
      events: [],
    });
  });

  it('is not a bounce with Auto-Submitted', async () => {
    expect(await readMail(sample('exim'))).toMatchObject({ form: 'exim' });
  });

  it('is not a bounce that a gateway labels as an automatic reply', async () => {
    const raw = mail(
      ['From: help@gate.example', 'Subject: Undeliverable: March', 'Auto-Submitted: auto-replied'],
      'Your message could not be delivered to ann@b.example.\n\n550 5.1.1 No such user\n',
    );
    expect((await readMail(raw)).events).toMatchObject([
      { recipient: 'ann@b.example', kind: 'bounce', evidence: { diagnostic: '550 5.1.1 No such user' } },
    ]);
  });
});

describe('a challenge', () => {
  it('is not one that the returned message of a bounce mentions', async () => {
    const returned =
      'From: news@sender.example\nTo: ann@b.example\nSubject: On boxbe.com\n\nSpamarrest.com\n';
    const raw = mail(
      ['From: Mailer-Daemon@b.example', 'Content-Type: multipart/mixed; boundary=x'],
      '--x\nContent-Type: text/plain\n\nThe message that you sent was undeliverable to the following:\n\n' +
        `\tann@b.example (user not found)\n\n--x\nContent-Type: message/rfc822\n\n${returned}\n--x--\n`,
    );
    expect((await readMail(raw)).events).toMatchObject([{ recipient: 'ann@b.example', kind: 'bounce' }]);
  });
});

describe('a read receipt', () => {
  it('reports no failure', async () => {
    const raw = mail(
      [
        'From: ann@b.example',
        'Content-Type: multipart/report; report-type=disposition-notification; boundary=x',
      ],
      '--x\nContent-Type: text/plain\n\nIt was read.\n--x\nContent-Type: message/disposition-notification\n\n' +
        'Final-Recipient: rfc822;ann@b.example\nDisposition: manual-action/MDN-sent-manually; displayed\n\n--x--\n',
    );
    expect(await readMail(raw)).toEqual({ form: 'mdn', events: [] });
  });
});

describe('a success report', () => {
  it('is no failure, with or without a delivery-status part', async () => {
    const words =
      'Your message was successfully delivered to the destination(s)\nlisted below.\n\n' +
      '<ann@b.example>: delivery via mx.b.example[192.0.2.2]:25: 250 2.1.5 Ok\n';
    const from = 'From: Mail Delivery System <MAILER-DAEMON@mta.example>';
    const inWords = mail([from, 'Subject: Successful Mail Delivery Report'], words);
    const withReport = mail(
      [from, 'Content-Type: multipart/report; report-type=delivery-status; boundary=x'],
      `--x\nContent-Type: text/plain\n\n${words}\n--x\nContent-Type: message/delivery-status\n\n` +
        'Final-Recipient: rfc822; ann@b.example\nAction: delivered\nStatus: 2.1.5\n\n--x--\n',
    );
    for (const raw of [inWords, withReport]) {
      expect((await readMail(raw)).events).toMatchObject([{ recipient: 'ann@b.example', kind: 'delivered' }]);
    }
  });
});
