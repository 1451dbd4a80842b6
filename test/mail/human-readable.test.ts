import { describe, expect, it } from 'vitest';
import { readMail } from '../../shared/mail/read.ts';
import { mail } from './samples.ts';

const DAEMON = 'MAILER-DAEMON@mx.b.example';

/** Kind and recipient of each event of a mail in UTF-8. */
async function read(text: string, subject = 'Mail', from = DAEMON): Promise<readonly (readonly string[])[]> {
  const raw = mail([`From: ${from}`, `Subject: ${subject}`, 'Content-Type: text/plain; charset=utf-8'], text);
  return (await readMail(raw)).events.map(({ kind, recipient }) => [kind, recipient]);
}

describe('a delay report', () => {
  it.each([
    'You do not need to resend your message.',
    'Die Zustellung wird weiter versucht.',
    'Bezorging is vertraagd, uw bericht staat in de wachtrij.',
    'Leveransen har försenats.',
    'Votre message n’a pas encore pu être remis.',
    'Su mensaje aún no se ha entregado.',
    'Sua mensagem ainda não foi entregue.',
    'Il messaggio non è ancora stato consegnato.',
    'Kolejne próby zostaną podjęte.',
    'Zpráva dosud nebyla doručena.',
    'Попытки доставки будут продолжены.',
    '配信が遅延しています。',
    '系统将继续尝试投递。',
  ])('%s', async (words) => {
    expect(await read(`${words}\n\n<ann@b.example>: 421 4.3.2 Come back later\n`)).toEqual([
      ['deferral', 'ann@b.example'],
    ]);
  });

  it('is not a failure after several attempts', async () => {
    const words = 'Nach mehreren Zustellversuchen geben wir auf.';
    expect(await read(`${words}\n\n<ann@b.example>: 550 5.1.1 Unbekannt\n`)).toEqual([
      ['bounce', 'ann@b.example'],
    ]);
  });
});

describe('a success report', () => {
  it.each([
    'Your message was successfully delivered to',
    'Ihre Nachricht wurde den folgenden Empfängern erfolgreich zugestellt:',
    'Votre message a été remis aux destinataires suivants :',
    '您的邮件已成功传递给以下收件人：',
  ])('%s', async (words) => {
    expect(await read(`${words}\n\n<ann@b.example>\n`, 'Delivery report')).toEqual([
      ['delivered', 'ann@b.example'],
    ]);
  });
});

describe('a bounce in an unknown wording', () => {
  it.each([
    ['Kan inte levereras: Katalog', 'ann@b.example gick inte att hitta.'],
    ['Kan ikke leveres: Katalog', 'ann@b.example ble ikke funnet.'],
    ['Ei voitu toimittaa: Luettelo', 'Osoitetta ann@b.example ei löytynyt.'],
    ['Teslim Edilemedi: Katalog', 'ann@b.example bulunamadı.'],
    ['Kézbesíthetetlen: Katalógus', 'ann@b.example nem található.'],
    ['Nelivrabil: Catalog', 'ann@b.example nu a fost găsit.'],
    ['배달되지 않음: 카탈로그', 'ann@b.example 을(를) 찾을 수 없습니다.'],
    ['Неможливо доставити: Каталог', 'ann@b.example не знайдено.'],
    ['Address out of use', 'The address ann@b.example no longer exists.'],
  ])('%s', async (subject, words) => {
    expect(await read(`${words}\n`, subject)).toEqual([['bounce', 'ann@b.example']]);
  });
});

describe('a challenge-response system', () => {
  it.each([
    'This mailbox requires that you verify that you are a real human being.',
    'Damit Ihre Nachricht zugestellt wird, klicken Sie bitte hier.',
    'Pour que votre message soit remis, cliquez ici.',
    'Para que su mensaje sea entregado, pulse aquí.',
    'Para que sua mensagem seja entregue, clique aqui.',
  ])('%s', async (words) => {
    expect(await read(`${words}\n`, 'Hello', 'ann@b.example')).toEqual([['auto-reply', 'ann@b.example']]);
  });
});

describe('mail of users and shops', () => {
  it.each([
    ['Hi, I wrote to bo@c.example and got 550 5.1.1 user unknown back.', 'Mail problem', 'ann@b.example'],
    [
      'Your parcel could not be delivered. Please choose another day.',
      'Delivery failed',
      'parcels@c.example',
    ],
    ['Bitte senden Sie mir keine Werbung mehr. ann@b.example', 'AW: Katalog', 'ann@b.example'],
  ])('is no report: %s', async (words, subject, from) => {
    expect(await read(`${words}\n`, subject, from)).toEqual([]);
  });
});
