import {
  GetAccountCommand,
  SESv2Client,
  SendBulkEmailCommand,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sesMiddleware } from '../../../client/adapters/ses.ts';
import { RecipientsWithheldError } from '../../../client/index.ts';
import { RecordingServer } from '../recording-server.ts';
import { type AdapterFixture, createAdapterFixture } from './fixture.ts';

let fixture: AdapterFixture;
let api: RecordingServer;
let ses: SESv2Client;

beforeAll(async () => {
  fixture = await createAdapterFixture();
  api = await RecordingServer.start(({ path, body }) => {
    if (path === '/v2/email/account') return { SendingEnabled: true };
    if (path === '/v2/email/outbound-emails') return { MessageId: 'single' };
    const entries = JSON.parse(body).BulkEmailEntries as { Destination: { ToAddresses: string[] } }[];
    return {
      BulkEmailEntryResults: entries.map(({ Destination }) => ({
        Status: 'SUCCESS',
        MessageId: `for ${Destination.ToAddresses?.[0]}`,
      })),
    };
  });
  ses = new SESv2Client({
    endpoint: api.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  ses.middlewareStack.use(sesMiddleware(fixture.ledger));
});
afterAll(() => Promise.all([fixture.stop(), api.stop()]));
beforeEach(() => {
  api.requests.length = 0;
});

const Content = { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello' } } } };
const FromEmailAddress = 'shop@shop.example';

describe('SendEmail', () => {
  test('goes to the recipients that are not suppressed', async () => {
    const { MessageId } = await ses.send(
      new SendEmailCommand({
        FromEmailAddress,
        Content,
        Destination: {
          ToAddresses: ['Ann <ann@example.com>', 'Gone <gone@example.com>'],
          CcAddresses: ['spam@example.com'],
          BccAddresses: ['eve@example.com'],
        },
      }),
    );
    expect(MessageId).toBe('single');
    expect(api.sent).toMatchObject([
      { Destination: { ToAddresses: ['Ann <ann@example.com>'], BccAddresses: ['eve@example.com'] }, Content },
    ]);
    expect(api.requests[0]?.body).not.toMatch(/gone@|spam@/);
  });

  test('is not called when no recipient is left', async () => {
    const sent = ses.send(
      new SendEmailCommand({ FromEmailAddress, Content, Destination: { ToAddresses: ['gone@example.com'] } }),
    );
    await expect(sent).rejects.toBeInstanceOf(RecipientsWithheldError);
    expect(api.requests).toEqual([]);
  });

  const raw = (text: string) => ({ Raw: { Data: Buffer.from(text) } });
  const received = () => {
    const [body] = api.sent as { Content: { Raw: { Data: string } }; Destination?: object }[];
    return {
      destination: body?.Destination,
      text: Buffer.from(body?.Content.Raw.Data ?? '', 'base64').toString(),
    };
  };

  test('of a raw message with a destination goes by the destination', async () => {
    const message = 'To: gone@example.com\r\n\r\nHello';
    await ses.send(
      new SendEmailCommand({
        Content: raw(message),
        Destination: { ToAddresses: ['gone@example.com', 'ann@example.com'] },
      }),
    );
    expect(received()).toEqual({ destination: { ToAddresses: ['ann@example.com'] }, text: message });
  });

  test('of a raw message without a destination goes by its header, folded fields included', async () => {
    const header =
      'From: shop@shop.example\r\nTo: Ann <ann@example.com>,\r\n Gone\r\n\t<gone@example.com>\r\nCC: bob@example.com\r\n';
    const body = '\r\nTo: gone@example.com is no header here: é\r\n';
    await ses.send(
      new SendEmailCommand({
        Content: raw(`${header}Bcc: spam@example.com,\r\n eve@example.com\r\nSubject: Hi\r\n${body}`),
      }),
    );
    expect(received()).toEqual({
      destination: {
        ToAddresses: ['Ann <ann@example.com>'],
        CcAddresses: ['bob@example.com'],
        BccAddresses: ['eve@example.com'],
      },
      text: `${header}Subject: Hi\r\n${body}`,
    });
  });

  test('of a raw message with nothing to withhold is left alone', async () => {
    const message = 'to: ann@example.com\nBcc: eve@example.com\n\nHello';
    await ses.send(new SendEmailCommand({ Content: raw(message) }));
    expect(received()).toEqual({ destination: undefined, text: message });
  });

  test('of a raw message to a suppressed recipient alone is not called', async () => {
    const sent = ses.send(new SendEmailCommand({ Content: raw('To: gone@example.com') }));
    await expect(sent).rejects.toBeInstanceOf(RecipientsWithheldError);
    expect(api.requests).toEqual([]);
  });
});

describe('SendBulkEmail', () => {
  const entry = (...ToAddresses: string[]) => ({ Destination: { ToAddresses } });
  const bulk = (BulkEmailEntries: ReturnType<typeof entry>[]) =>
    ses.send(
      new SendBulkEmailCommand({
        FromEmailAddress,
        DefaultContent: { Template: { TemplateName: 'receipt' } },
        BulkEmailEntries,
      }),
    );

  test('leaves out entries without a recipient, and answers each in its place', async () => {
    const before = fixture.calls();
    const { BulkEmailEntryResults } = await bulk([
      entry('r1@example.com'),
      entry('gone@example.com'),
      entry('r2@example.com', 'spam@example.com'),
    ]);
    expect(BulkEmailEntryResults).toEqual([
      { Status: 'SUCCESS', MessageId: 'for r1@example.com' },
      { Status: 'MESSAGE_REJECTED', Error: 'Not sent: 1 recipient is withheld (address-unknown).' },
      { Status: 'SUCCESS', MessageId: 'for r2@example.com' },
    ]);
    expect(api.sent).toMatchObject([
      { BulkEmailEntries: [entry('r1@example.com'), entry('r2@example.com')] },
    ]);
    expect(fixture.calls() - before).toBeLessThanOrEqual(1);
  });

  test('is not called when no entry is left', async () => {
    await expect(bulk([entry('gone@example.com'), entry('spam@example.com')])).rejects.toMatchObject({
      name: 'RecipientsWithheldError',
      withheld: [{ recipient: 'gone@example.com' }, { recipient: 'spam@example.com' }],
    });
    expect(api.requests).toEqual([]);
  });
});

test('other calls pass as they are', async () => {
  expect(await ses.send(new GetAccountCommand({}))).toMatchObject({ SendingEnabled: true });
});
