/** The official SDKs of SendGrid, Mailgun, Postmark and Resend against servers in place of their APIs. */
import sgMail from '@sendgrid/mail';
import Mailgun from 'mailgun.js';
import { ServerClient } from 'postmark';
import { Resend } from 'resend';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { guardMailgun } from '../../../client/adapters/mailgun.ts';
import { guardPostmark } from '../../../client/adapters/postmark.ts';
import { guardResend } from '../../../client/adapters/resend.ts';
import { guardSendGrid } from '../../../client/adapters/sendgrid.ts';
import { RecipientsWithheldError } from '../../../client/index.ts';
import { RecordingServer } from '../recording-server.ts';
import { type AdapterFixture, createAdapterFixture } from './fixture.ts';

let fixture: AdapterFixture;
beforeAll(async () => {
  fixture = await createAdapterFixture();
});
afterAll(() => fixture.stop());

async function startApi(answer: (path: string, body: string) => unknown): Promise<RecordingServer> {
  const api = await RecordingServer.start(({ path, body }) => answer(path, body));
  afterAll(() => api.stop());
  beforeEach(() => {
    api.requests.length = 0;
  });
  return api;
}

const from = 'shop@shop.example';

describe('SendGrid', async () => {
  const api = await startApi(() => ({}));
  sgMail.setApiKey('SG.key');
  Reflect.get(sgMail, 'client').setDefaultRequest('baseUrl', api.url);
  const mail = () => guardSendGrid(sgMail, fixture.ledger);
  const content = { from, subject: 'Hello', text: 'Hello' };
  const personalizations = () =>
    api.sent.map((body) => (body as { personalizations: unknown }).personalizations);

  test('sends to the recipients that are not suppressed', async () => {
    const [response] = await mail().send({
      ...content,
      to: ['Ann <ann@example.com>', { name: 'Gone', email: 'gone@example.com' }],
      cc: 'spam@example.com',
      bcc: [{ email: 'eve@example.com' }],
    });
    expect(response.statusCode).toBe(200);
    expect(personalizations()).toEqual([
      [{ to: [{ name: 'Ann', email: 'ann@example.com' }], bcc: [{ email: 'eve@example.com' }] }],
    ]);
  });

  test('puts a Cc recipient in place of the To that SendGrid asks for, never a Bcc one', async () => {
    await mail().send({ ...content, to: 'gone@example.com', cc: 'ann@example.com' });
    expect(personalizations()).toEqual([[{ to: [{ email: 'ann@example.com' }] }]]);
    await expect(
      mail().send({ ...content, to: 'gone@example.com', bcc: 'eve@example.com' }),
    ).rejects.toBeInstanceOf(RecipientsWithheldError);
    expect(api.requests).toHaveLength(1);
  });

  test('leaves out personalizations without a recipient', async () => {
    await mail().send({
      ...content,
      personalizations: [
        { to: 'gone@example.com', customArgs: { order: '1' } },
        { to: ['ann@example.com', 'spam@example.com'], customArgs: { order: '2' } },
      ],
    });
    expect(personalizations()).toEqual([
      [{ to: [{ email: 'ann@example.com' }], custom_args: { order: '2' } }],
    ]);
  });

  test('sends multiple messages to those that are not suppressed', async () => {
    await mail().sendMultiple({ ...content, to: ['ann@example.com', 'gone@example.com', 'bob@example.com'] });
    expect(personalizations()).toEqual([
      [{ to: [{ email: 'ann@example.com' }] }, { to: [{ email: 'bob@example.com' }] }],
    ]);
  });

  test('sends the messages of an array that have recipients, and rejects for the others', async () => {
    const sent = mail().send([
      { ...content, to: 'ann@example.com' },
      { ...content, to: 'gone@example.com' },
    ]);
    await expect(sent).rejects.toMatchObject({ withheld: [{ recipient: 'gone@example.com' }] });
    expect(personalizations()).toEqual([[{ to: [{ email: 'ann@example.com' }] }]]);
  });

  test('tells a callback', async () => {
    const error = await new Promise((resolve) => {
      void mail().send({ ...content, to: 'gone@example.com' }, false, (thrown: unknown) => resolve(thrown));
    });
    expect(error).toBeInstanceOf(RecipientsWithheldError);
    expect(api.requests).toEqual([]);
  });

  test('keeps its other methods', () => {
    expect(() => mail().setSubstitutionWrappers('{{', '}}')).not.toThrow();
  });
});

describe('Mailgun', async () => {
  const api = await startApi(() => ({ id: '<1@mail.shop.example>', message: 'Queued. Thank you.' }));
  const client = new Mailgun(FormData).client({ username: 'api', key: 'key', url: api.url });
  const mailgun = () => guardMailgun(client, fixture.ledger);
  const fields = (name: string) =>
    [...(api.requests[0]?.body ?? '').matchAll(new RegExp(`name="${name}"\r\n\r\n(.*)\r\n`, 'g'))].map(
      ([, value]) => value,
    );

  test('sends to the recipients that are not suppressed', async () => {
    const sent = await mailgun().messages.create('mail.shop.example', {
      from,
      to: ['Ann <ann@example.com>', 'gone@example.com'],
      cc: 'spam@example.com, Bob <bob@example.com>',
      subject: 'Hello',
      text: 'Hello',
    });
    expect(sent).toMatchObject({ id: '<1@mail.shop.example>' });
    expect(api.requests[0]?.path).toBe('/v3/mail.shop.example/messages');
    expect(fields('to')).toEqual(['Ann <ann@example.com>']);
    expect(fields('cc')).toEqual(['Bob <bob@example.com>']);
    expect(api.requests[0]?.body).not.toMatch(/gone@|spam@/);
  });

  test('is not called when no recipient is left', async () => {
    const sent = mailgun().messages.create('mail.shop.example', {
      from,
      to: 'gone@example.com',
      text: 'Hello',
    });
    await expect(sent).rejects.toBeInstanceOf(RecipientsWithheldError);
    expect(api.requests).toEqual([]);
  });

  test('sends a stored mail again to those that are not suppressed', async () => {
    // The method is missing in the type of the client.
    const { messages } = mailgun();
    const recipients = 'gone@example.com, ann@example.com';
    await Reflect.apply(Reflect.get(messages, 'resendEmail'), messages, [
      'mail.shop.example',
      'key',
      recipients,
    ]);
    expect(fields('to')).toEqual(['ann@example.com']);
  });

  test('keeps its other parts', () => {
    expect(mailgun().domains).toBe(client.domains);
  });
});

describe('Postmark', async () => {
  const api = await startApi((path, body) => {
    const parsed = JSON.parse(body);
    const messages = Array.isArray(parsed) ? parsed : parsed.Messages;
    if (messages === undefined || path === '/email/bulk') return { ErrorCode: 0, Message: 'OK' };
    return messages.map(({ To }: { To: string }) => ({ ErrorCode: 0, Message: 'OK', To }));
  });
  const client = new ServerClient('token', { requestHost: new URL(api.url).host, useHttps: false });
  const postmark = () => guardPostmark(client, fixture.ledger);
  const content = { From: from, Subject: 'Hello', TextBody: 'Hello' };
  const template = { From: from, TemplateAlias: 'receipt', TemplateModel: {} };

  test('sends to the recipients that are not suppressed', async () => {
    await postmark().sendEmail({
      ...content,
      To: '"Doe, Ann" <ann@example.com>, gone@example.com',
      Cc: 'spam@example.com',
      Bcc: 'eve@example.com',
    });
    expect(api.sent).toEqual([{ ...content, To: '"Doe, Ann" <ann@example.com>', Bcc: 'eve@example.com' }]);
  });

  test('sends a template to the recipients that are not suppressed', async () => {
    await postmark().sendEmailWithTemplate({ ...template, To: 'gone@example.com,ann@example.com' });
    expect(api.sent).toEqual([{ ...template, To: 'ann@example.com' }]);
    await expect(
      postmark().sendEmailWithTemplate({ ...template, To: 'gone@example.com' }),
    ).rejects.toBeInstanceOf(RecipientsWithheldError);
    expect(api.requests).toHaveLength(1);
  });

  test.each([
    [
      'sendEmailBatch',
      (messages: { To: string }[]) =>
        postmark().sendEmailBatch(messages.map((to) => ({ ...content, ...to }))),
    ],
    [
      'sendEmailBatchWithTemplates',
      (messages: { To: string }[]) =>
        postmark().sendEmailBatchWithTemplates(messages.map((to) => ({ ...template, ...to }))),
    ],
  ])('answers each message of %s in its place', async (_, send) => {
    const results = await send([
      { To: 'ann@example.com' },
      { To: 'gone@example.com' },
      { To: 'bob@example.com, spam@example.com' },
    ]);
    expect(results).toEqual([
      { ErrorCode: 0, Message: 'OK', To: 'ann@example.com' },
      { ErrorCode: 406, Message: 'Not sent: 1 recipient is withheld (address-unknown).' },
      { ErrorCode: 0, Message: 'OK', To: 'bob@example.com' },
    ]);
  });

  test('leaves withheld recipients out of a bulk request', async () => {
    await postmark().sendBulkEmail({
      ...content,
      Messages: [{ To: 'gone@example.com' }, { To: 'ann@example.com', TemplateModel: { name: 'Ann' } }],
    });
    expect(api.sent).toMatchObject([
      { Messages: [{ To: 'ann@example.com', TemplateModel: { name: 'Ann' } }] },
    ]);
  });

  test('tells a callback', async () => {
    const error = await new Promise((resolve) => {
      void postmark().sendEmail({ ...content, To: 'gone@example.com' }, (thrown) => resolve(thrown));
    });
    expect(error).toBeInstanceOf(RecipientsWithheldError);
  });
});

describe('Resend', async () => {
  const api = await startApi((path, body) =>
    path === '/emails/batch'
      ? { data: JSON.parse(body).map(({ to }: { to: string | string[] }) => ({ id: `for ${to}` })) }
      : { id: 'single' },
  );
  const client = new Resend('re_key', { baseUrl: api.url });
  const resend = () => guardResend(client, fixture.ledger);
  const content = { from, subject: 'Hello', text: 'Hello' };

  test('sends to the recipients that are not suppressed', async () => {
    const { data } = await resend().emails.send({
      ...content,
      to: ['Ann <ann@example.com>', 'gone@example.com'],
      cc: 'spam@example.com',
    });
    expect(data).toEqual({ id: 'single' });
    expect(api.sent).toMatchObject([{ to: ['Ann <ann@example.com>'] }]);
    expect(api.requests[0]?.body).not.toMatch(/gone@|spam@/);
  });

  test.each(['send', 'create'] as const)('is not called by %s when no recipient is left', async (method) => {
    const sent = resend().emails[method]({ ...content, to: 'gone@example.com' });
    await expect(sent).rejects.toBeInstanceOf(RecipientsWithheldError);
    expect(api.requests).toEqual([]);
  });

  test('names the messages of a batch that were not sent by their index', async () => {
    const { data } = await resend().batch.send([
      { ...content, to: 'gone@example.com' },
      { ...content, to: 'ann@example.com' },
    ]);
    expect(data).toEqual({
      data: [{ id: 'for ann@example.com' }],
      errors: [{ index: 0, message: 'Not sent: 1 recipient is withheld (address-unknown).' }],
    });
  });

  test('keeps its other parts', () => {
    expect(resend().domains).toBe(client.domains);
  });
});
