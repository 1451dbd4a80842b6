import { describe, expect, it } from 'vitest';
import { readMail } from '../../shared/mail/read.ts';
import { mail } from './samples.ts';

const words = [
  'This is the mail system at host mta.example.',
  '',
  '<ann@b.example>: host mx.b.example[192.0.2.10] said: 553 5.1.8',
  '    <news@sender.example>... Domain of sender address news@sender.example does not',
  '    exist (in reply to MAIL FROM command)',
];

const daemon = 'Mail Delivery System <MAILER-DAEMON@mta.example>';

/** Headers of mail clients above a forwarded message. */
const headers: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['English', [`From: ${daemon}`, 'Sent: Monday', 'To: news@sender.example', 'Subject: Undelivered']],
  ['German', [`Von: ${daemon}`, 'Gesendet: Montag', 'An: news@sender.example', 'Betreff: Unzustellbar']],
  ['French', [`De : ${daemon}`, 'Envoyé : lundi', 'À : news@sender.example', 'Objet : Non remis']],
  ['Spanish', [`De: ${daemon}`, 'Enviado: lunes', 'Para: news@sender.example', 'Asunto: No entregado']],
  ['Russian', [`От: ${daemon}`, 'Дата: понедельник', 'Кому: news@sender.example', 'Тема: Не доставлено']],
  ['Japanese', [`差出人: ${daemon}`, '日付: 月曜日', '宛先: news@sender.example', '件名: 配信不能']],
];

function forwarded(lines: readonly string[]): Buffer {
  const type = 'Content-Type: text/plain; charset=utf-8';
  return mail(
    ['From: bob@sender.example', 'To: desk@sender.example', 'Subject: Fwd', type],
    lines.join('\n'),
  );
}

const onlyAnn = {
  form: 'postfix',
  events: [{ recipient: 'ann@b.example', evidence: { status: '5.1.8', replyCode: '553' } }],
};

describe('a bounce forwarded inline', () => {
  it.each(headers)('is parsed below a header in %s', async (_language, header) => {
    expect(await readMail(forwarded(['Look:', '', ...header, '', ...words]))).toMatchObject(onlyAnn);
  });

  it.each(headers)('is parsed behind quote marks, with a header in %s', async (_language, header) => {
    const lines = [...header, '', ...words].map((line) => `> ${line}`);
    const report = await readMail(forwarded(['Look:', '', ...lines]));
    expect(report).toMatchObject(onlyAnn);
    expect(report.events).toHaveLength(1);
  });

  it('is parsed behind quote marks without a header', async () => {
    const report = await readMail(forwarded(['Look:', '', ...words.map((line) => `> > ${line}`)]));
    expect(report.events.map((event) => event.recipient)).toEqual(['ann@b.example']);
  });

  it('is not a reply of one user to another', async () => {
    const lines = ['From: ann@b.example', 'To: bob@sender.example', 'Subject: March', '', 'Did it fail?'];
    expect(await readMail(forwarded(lines.map((line) => `> ${line}`)))).toEqual({ form: 'none', events: [] });
  });
});
