import { describe, expect, it } from 'vitest';
import { readMail } from '../../shared/mail/read.ts';
import { mail } from './samples.ts';

interface Report {
  readonly status: string;
  readonly text?: string;
  readonly type?: string;
  readonly encoding?: string;
  readonly sentTo?: string;
}

/** A report with one delivery-status part, a text and the header of the returned message. */
function report({ status, text = 'Sorry.', type = 'message/delivery-status', encoding, sentTo }: Report) {
  const parts = [
    `Content-Type: text/plain\n\n${text}\n`,
    `Content-Type: ${type}${encoding ? `\nContent-Transfer-Encoding: ${encoding}` : ''}\n\n${status}\n`,
    ...(sentTo ? [`Content-Type: text/rfc822-headers\n\nTo: ${sentTo}\n`] : []),
  ];
  const body = `${parts.map((part) => `--x\n${part}\n`).join('')}--x--\n`;
  return mail(
    [
      'From: MAILER-DAEMON@mta.example',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
    ],
    body,
  );
}

const HOST = 'Reporting-MTA: dns; mta.example\n\n';
const FAILED = 'Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 nobody of that name';

async function recipientsOf(raw: Buffer): Promise<readonly string[]> {
  return (await readMail(raw)).events.map((event) => event.recipient);
}

describe('the recipient of a report', () => {
  it.each([
    ['rfc822; ann@b.example', 'ann@b.example'],
    ['RFC822;<ann@b.example>', 'ann@b.example'],
    ['rfc822; rfc822;ann@b.example', 'ann@b.example'],
    ['rfc822; SMTP:ann@b.example', 'ann@b.example'],
    ['ann@b.example', 'ann@b.example'],
    ['rfc822; @relay.b.example:ann@b.example', 'ann@b.example'],
    ['utf-8; j\\x{FC}rgen@b.example', 'jürgen@b.example'],
  ])('Final-Recipient: %s is %s', async (field, recipient) => {
    const raw = report({ status: `${HOST}Final-Recipient: ${field}\n${FAILED}` });
    expect(await recipientsOf(raw)).toEqual([recipient]);
  });

  const both = (original: string, final: string, sentTo?: string) =>
    report({
      status: `${HOST}Original-Recipient: rfc822;${original}\nFinal-Recipient: rfc822;${final}\n${FAILED}`,
      ...(sentTo !== undefined && { sentTo }),
    });

  it('is the original one, when the final one is not public', async () => {
    expect(await recipientsOf(both('ann@b.example', '@relay.b.example:ann@store'))).toEqual([
      'ann@b.example',
    ]);
    expect(await recipientsOf(both('ann@mail.b.local', 'ann@b.example'))).toEqual(['ann@b.example']);
    expect(await recipientsOf(both('Ann@b.example', 'ann@B.example'))).toEqual(['ann@B.example']);
  });

  it('is the final one, when the message was addressed to it', async () => {
    expect(await recipientsOf(both('ann@mail.b.example', 'ann@b.example', 'ann@b.example'))).toEqual([
      'ann@b.example',
    ]);
  });

  it('is the original one after forwarding: it is on the list of the sender', async () => {
    expect(await recipientsOf(both('ann@b.example', 'ann@home.example', 'ann@b.example'))).toEqual([
      'ann@b.example',
    ]);
    expect(await recipientsOf(both('ann@b.example', 'ann@home.example'))).toEqual(['ann@b.example']);
  });

  it('is that of the returned message, when Exchange encapsulates the address', async () => {
    const status = `${HOST}Final-Recipient: rfc822;IMCEAEX-_O=B_CN=ANN@b.example\n${FAILED}`;
    expect(await recipientsOf(report({ status, sentTo: 'ann@b.example' }))).toEqual(['ann@b.example']);
  });

  it('is that of the returned message, when the report has an X.400 address or none', async () => {
    const x400 = `${HOST}Final-Recipient: x400;/S=ann/PRMD=b/C=us/\n${FAILED}`;
    expect(await recipientsOf(report({ status: x400, sentTo: 'ann@b.example' }))).toEqual(['ann@b.example']);
    const noRecipient = `${HOST}${FAILED}`;
    expect(await recipientsOf(report({ status: noRecipient, sentTo: 'ann@b.example' }))).toEqual([
      'ann@b.example',
    ]);
  });
});

describe('the fields of a report', () => {
  it('may be in any order, without empty lines between recipients', async () => {
    const status =
      'Final-Recipient: rfc822; ann@b.example\nAction: failed\nStatus: 5.1.1\n' +
      'Diagnostic-Code: smtp; 550 no ann\nFinal-Recipient: rfc822; bo@b.example\nAction: failed\n' +
      'Status: 5.2.2\nDiagnostic-Code: smtp; 552 bo is full\nReporting-MTA: dns; mta.example';
    expect((await readMail(report({ status }))).events).toMatchObject([
      { recipient: 'ann@b.example', evidence: { diagnostic: '550 no ann' } },
      { recipient: 'bo@b.example', evidence: { diagnostic: '552 bo is full' } },
    ]);
  });

  it.each([
    ['delivered (to mailbox)', 'delivered'],
    ['relayed', 'other'],
    ['expanded', 'other'],
    ['delayed', 'deferral'],
    ['Failed', 'bounce'],
  ])('with Action: %s are of the kind %s', async (action, kind) => {
    const status = `${HOST}Final-Recipient: rfc822; ann@b.example\nAction: ${action}\nStatus: 4.0.0`;
    expect((await readMail(report({ status }))).events).toMatchObject([{ kind }]);
  });

  it('yield to a more specific status in the diagnostic', async () => {
    const status = `${HOST}Final-Recipient: rfc822; ann@b.example\nAction: failed\nStatus: 5.0.0 (unknown)\nDiagnostic-Code: smtp; 550 5.2.1 switched off`;
    expect((await readMail(report({ status }))).events).toMatchObject([{ evidence: { status: '5.2.1' } }]);
  });

  it.each(['smtp; 550', 'smtp; <ann@b.example>', 'smtp; Permanent failure: Delivery failed', ''])(
    'yield to the text when the diagnostic is %j',
    async (diagnostic) => {
      const status = `${HOST}Final-Recipient: rfc822; ann@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: ${diagnostic}`;
      const text = '<ann@b.example>: host mx.b.example said: 550 5.2.1 switched off';
      expect((await readMail(report({ status, text }))).events).toMatchObject([
        {
          evidence: { diagnostic: expect.stringContaining('said: 550 5.2.1 switched off'), status: '5.2.1' },
        },
      ]);
    },
  );

  it('keep a short diagnostic when the text is on another recipient', async () => {
    const status = `${HOST}Final-Recipient: rfc822; ann@b.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no ann`;
    const text = '<bo@b.example>: host mx.b.example said: 552 5.2.2 bo is full';
    expect((await readMail(report({ status, text }))).events).toMatchObject([
      { evidence: { diagnostic: '550 no ann' } },
    ]);
  });

  it('use the comment behind the status where diagnostic and text are uninformative', async () => {
    const status = `${HOST}Final-Recipient: rfc822; ann@b.example\nAction: failed\nStatus: 4.2.2 (Over quota)`;
    expect((await readMail(report({ status }))).events).toMatchObject([
      { evidence: { diagnostic: 'Over quota', status: '4.2.2' } },
    ]);
  });
});

describe('the delivery-status part', () => {
  const status = `${HOST}Final-Recipient: rfc822; ann@b.example\n${FAILED}`;
  const expected = {
    form: 'dsn',
    events: [
      {
        recipient: 'ann@b.example',
        evidence: { status: '5.1.1', diagnostic: '550 5.1.1 nobody of that name' },
      },
    ],
  };

  it.each([
    'message/delivery-status',
    'message/global-delivery-status',
    'message/xdelivery-status; name="delivery-status.txt"',
    'application/octet-stream; name="details.txt"',
    'text/plain; name="details.txt"\nContent-Disposition: attachment; filename="details.txt"',
  ])('may be of type %s', async (type) => {
    expect(await readMail(report({ status, type }))).toMatchObject(expected);
  });

  it('may be in base64 or quoted-printable', async () => {
    const base64 = Buffer.from(status).toString('base64');
    expect(await readMail(report({ status: base64, encoding: 'base64' }))).toMatchObject(expected);
    const quoted = status.replaceAll('@', '=40').replace('nobody', 'no=\nbody');
    expect(await readMail(report({ status: quoted, encoding: 'quoted-printable' }))).toMatchObject(expected);
  });

  it('may be truncated, or be the whole mail', async () => {
    const whole = report({ status }).toString();
    const cut = whole.slice(0, whole.indexOf('nobody') + 'nobody'.length);
    expect(await recipientsOf(Buffer.from(cut))).toEqual(['ann@b.example']);
    const alone = mail(['From: MAILER-DAEMON@mta.example', 'Content-Type: message/delivery-status'], status);
    expect(await readMail(alone)).toMatchObject(expected);
  });

  it('may be within the text, indented or quoted', async () => {
    for (const mark of ['', '    ', '> ', '> > ']) {
      const text = status.replaceAll(/^/gm, mark).replace('of that', `of\n${mark}    that`);
      const raw = mail(['From: bob@sender.example', 'Subject: look'], `It came back:\n\n${text}\n`);
      expect(await readMail(raw)).toMatchObject({ ...expected, form: 'dsn-in-text' });
    }
  });

  it('is found where the header has no boundary, or another', async () => {
    const whole = report({ status }).toString();
    for (const boundary of ['', 'boundary="another"', 'boundary=y']) {
      expect(await readMail(Buffer.from(whole.replace('boundary=x', boundary)))).toMatchObject(expected);
    }
  });

  it('is not a feedback report with a Reporting-MTA field', async () => {
    const raw = mail(
      ['Content-Type: multipart/report; report-type=feedback-report; boundary=x'],
      '--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nReporting-MTA: dns; fbl.example\nOriginal-Rcpt-To: <ann@b.example>\n\n--x--\n',
    );
    expect(await readMail(raw)).toMatchObject({ form: 'arf', events: [{ kind: 'complaint' }] });
  });
});
