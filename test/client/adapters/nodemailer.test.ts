import { createTransport } from 'nodemailer';
import SMTPTransport from 'nodemailer/lib/smtp-transport';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { guardNodemailerTransport, nodemailerPlugin } from '../../../client/adapters/nodemailer.ts';
import { RecipientsWithheldError } from '../../../client/index.ts';
import { SmtpServer } from '../smtp-server.ts';
import { type AdapterFixture, createAdapterFixture } from './fixture.ts';

let fixture: AdapterFixture;
let smtp: SmtpServer;
beforeAll(async () => {
  fixture = await createAdapterFixture();
  smtp = await SmtpServer.start();
});
afterAll(() => Promise.all([fixture.stop(), smtp.stop()]));
beforeEach(() => {
  smtp.received.length = 0;
});

const options = () => ({ host: '127.0.0.1', port: smtp.port, secure: false, ignoreTLS: true });
const plugged = () => createTransport(options()).use('stream', nodemailerPlugin(fixture.ledger));
const wrapped = () => createTransport(guardNodemailerTransport(new SMTPTransport(options()), fixture.ledger));

const mail = { from: 'shop@shop.example', subject: 'Hello', text: 'Hello' };
const headerOf = (text: string, name: string) =>
  new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'mi').exec(text)?.[1] ?? null;

describe.each([
  ['the plug-in', plugged],
  ['the wrapped transport', wrapped],
])('%s', (_, mailer) => {
  test('sends to the recipients that are not suppressed, in envelope and header', async () => {
    await mailer().sendMail({
      ...mail,
      to: ['"Doe, Ann" <ann@example.com>', { name: 'Gone', address: 'Gone@Example.com' }],
      cc: 'spam@example.com, Bob <bob@example.com>',
      bcc: 'gone@example.com, eve@example.com',
    });
    const [received] = smtp.received;
    expect(received?.recipients).toEqual(['ann@example.com', 'bob@example.com', 'eve@example.com']);
    expect(headerOf(received?.text ?? '', 'To')).toBe('"Doe, Ann" <ann@example.com>');
    expect(headerOf(received?.text ?? '', 'Cc')).toBe('Bob <bob@example.com>');
    expect(received?.text).not.toMatch(/gone@|spam@/i);
  });

  test('takes a header field out that has no recipient left', async () => {
    await mailer().sendMail({ ...mail, to: 'gone@example.com', cc: 'ann@example.com' });
    expect(smtp.received[0]?.recipients).toEqual(['ann@example.com']);
    expect(headerOf(smtp.received[0]?.text ?? '', 'To')).toBeNull();
  });

  test('leaves a message alone that has nothing to withhold', async () => {
    await mailer().sendMail({ ...mail, to: 'Team: ann@example.com, bob@example.com;' });
    expect(smtp.received[0]?.recipients).toEqual(['ann@example.com', 'bob@example.com']);
    expect(headerOf(smtp.received[0]?.text ?? '', 'To')).toBe('Team:ann@example.com, bob@example.com;');
  });

  test('goes by the envelope where the message brings its own', async () => {
    await mailer().sendMail({
      ...mail,
      to: 'list@shop.example',
      envelope: { from: 'bounces@shop.example', to: ['gone@example.com', 'ann@example.com'] },
    });
    expect(smtp.received[0]?.recipients).toEqual(['ann@example.com']);
    expect(headerOf(smtp.received[0]?.text ?? '', 'To')).toBe('list@shop.example');
  });

  test('goes by the envelope of a raw message', async () => {
    await mailer().sendMail({
      envelope: { from: 'shop@shop.example', to: 'ann@example.com, gone@example.com' },
      raw: 'From: shop@shop.example\r\nTo: ann@example.com, gone@example.com\r\n\r\nHello',
    });
    expect(smtp.received[0]?.recipients).toEqual(['ann@example.com']);
  });

  test('finds recipients among the custom headers', async () => {
    await mailer().sendMail({ ...mail, to: 'ann@example.com', headers: { Cc: 'gone@example.com' } });
    expect(smtp.received[0]?.recipients).toEqual(['ann@example.com']);
    expect(smtp.received[0]?.text).not.toContain('gone@');
  });

  test('rejects a message without any recipient left, and sends nothing', async () => {
    const error = await mailer()
      .sendMail({ ...mail, to: 'gone@example.com', bcc: 'spam@example.com' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RecipientsWithheldError);
    expect(error).toMatchObject({
      message: 'Not sent: 2 recipients are withheld (address-unknown, complaint).',
      retryable: false,
      withheld: [
        { recipient: 'gone@example.com', reason: 'address-unknown', code: 2001 },
        { recipient: 'spam@example.com', reason: 'complaint', code: 8001 },
      ],
    });
    expect(smtp.received).toEqual([]);
  });

  test('tells a callback', async () => {
    const error = await new Promise((resolve) => {
      mailer().sendMail({ ...mail, to: 'gone@example.com' }, (thrown) => resolve(thrown));
    });
    expect(error).toBeInstanceOf(RecipientsWithheldError);
  });
});

test('the wrapped transport names the withheld among the rejected', async () => {
  const info = await wrapped().sendMail({ ...mail, to: 'gone@example.com, ann@example.com' });
  expect(info).toMatchObject({
    accepted: ['ann@example.com'],
    rejected: ['gone@example.com'],
    withheld: [{ recipient: 'gone@example.com', reason: 'address-unknown' }],
  });
});

test("with onWithheld 'throw' a message with a withheld recipient is sent to none", async () => {
  const plugin = nodemailerPlugin(fixture.ledger, { onWithheld: 'throw' });
  const sent = createTransport(options())
    .use('stream', plugin)
    .sendMail({ ...mail, to: 'gone@example.com, ann@example.com' });
  await expect(sent).rejects.toBeInstanceOf(RecipientsWithheldError);
  expect(smtp.received).toEqual([]);
});

test('a dry run sends to all', async () => {
  const mailer = createTransport(options()).use('stream', nodemailerPlugin(fixture.client({ dryRun: true })));
  await mailer.sendMail({ ...mail, to: 'gone@example.com, ann@example.com' });
  expect(smtp.received[0]?.recipients).toEqual(['gone@example.com', 'ann@example.com']);
});

test('a ledger that cannot be asked holds mail back, to be sent again', async () => {
  const away = fixture.client({ url: 'http://127.0.0.1:9', deadlineMs: 50 });
  const sent = createTransport(options())
    .use('stream', nodemailerPlugin(away))
    .sendMail({ ...mail, to: 'ann@example.com' });
  await expect(sent).rejects.toMatchObject({ name: 'RecipientsWithheldError', retryable: true });
  expect(smtp.received).toEqual([]);
});

test('the plug-in at the wrong step sends nothing', async () => {
  const sent = createTransport(options())
    .use('compile', nodemailerPlugin(fixture.ledger))
    .sendMail({ ...mail, to: 'ann@example.com' });
  await expect(sent).rejects.toThrow(
    "Use the plug-in at the step 'stream': the message is not compiled yet.",
  );
  expect(smtp.received).toEqual([]);
});
