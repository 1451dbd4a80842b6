import { describe, expect, it } from 'vitest';
import { readMail } from '../../shared/mail/read.ts';

/** A bounce of Exim, Postfix or Sendmail with the text `lines`, for a message to `sentTo`. */
function bounce(lines: string, sentTo = 'ann@b.example'): Buffer {
  return Buffer.from(`From: Mail Delivery System <mailer-daemon@mx.b.example>
To: news@shop.example
Subject: Mail delivery failed: returning message to sender
Date: Mon, 9 Mar 2026 08:00:00 +0000
Message-ID: <forward@mx.b.example>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. The following address(es) failed:

${lines}

------ This is a copy of the message, including all the headers. ------

Return-path: <news@shop.example>
From: news@shop.example
To: ${sentTo}
Subject: Spring
`);
}

const recipientsOf = (raw: Buffer): readonly string[] =>
  readMail(raw).events.map(({ recipient }) => recipient);

describe('a bounce of forwarded mail', () => {
  it.each([
    ['Exim', '  ann@home.example\n    (generated from ann@b.example)\n    550 5.1.1 No such user'],
    [
      'Exim, over several steps',
      '  ann@home.example\n    (ultimately generated from ann@b.example)\n    550 No such user',
    ],
    [
      'Postfix',
      '<ann@home.example> (expanded from <ann@b.example>): host mx.home.example said: 550 No such user',
    ],
    [
      'Sendmail',
      '<ann@home.example>\n    (reason: 550 5.1.1 No such user)\n    (expanded from: <ann@b.example>)',
    ],
  ])('reports the original recipient, in the wording of %s', (_, lines) => {
    expect(recipientsOf(bounce(lines))).toEqual(['ann@b.example']);
  });

  it('has the diagnostic of the final recipient', () => {
    const lines = '  ann@home.example\n    (generated from ann@b.example)\n    550 5.2.2 Her mailbox is full';
    expect(readMail(bounce(lines)).events).toMatchObject([
      { recipient: 'ann@b.example', evidence: { status: '5.2.2' } },
    ]);
  });

  it('is one event, when both final recipients of one fail', () => {
    const lines =
      '  ann@home.example\n    (generated from ann@b.example)\n    550 No such user\n\n' +
      '  ann@work.example\n    (generated from ann@b.example)\n    550 No such user';
    expect(recipientsOf(bounce(lines))).toEqual(['ann@b.example']);
  });

  it('reports the final recipient, when the message was addressed to it', () => {
    const lines = '  ann@home.example\n    (generated from ann@b.example)\n    550 No such user';
    expect(recipientsOf(bounce(lines, 'ann@home.example'))).toEqual(['ann@home.example']);
  });

  it("reports the final recipient, when the original one is in the sender's own organization", () => {
    const lines = '  ann@home.example\n    (generated from team@lists.shop.example)\n    550 No such user';
    expect(recipientsOf(bounce(lines, 'team@lists.shop.example'))).toEqual(['ann@home.example']);
  });

  it('reports the final recipient, when the original one is not public', () => {
    const lines = '  ann@home.example\n    (generated from ann@localhost)\n    550 No such user';
    expect(recipientsOf(bounce(lines))).toEqual(['ann@home.example']);
  });
});

describe('a delivery status notification of a forwarding host', () => {
  const received = (...recipients: readonly string[]) =>
    recipients.map(
      (recipient) =>
        `Received: from a.example by harbour.example\n\tfor <${recipient}>; Mon, 9 Mar 2026 08:00:00 +0000`,
    );

  /** A report on ann@home.example with the header of the returned message. */
  function report(
    returned: readonly string[],
    { host = 'mx.harbour.example', failed = 'ann@home.example', original = '' } = {},
  ) {
    return Buffer.from(
      `From: MAILER-DAEMON@${host}\nTo: bounces@shop.example\nMessage-ID: <f@${host}>\n` +
        'Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n' +
        `Reporting-MTA: dns; ${host}\n\n${original && `Original-Recipient: rfc822;${original}\n`}` +
        `Final-Recipient: rfc822;${failed}\nAction: failed\nStatus: 5.1.1\n\n` +
        `--x\nContent-Type: text/rfc822-headers\n\n${[...returned, 'From: news@shop.example', 'Subject: Spring'].join('\n')}\n--x--\n`,
    );
  }

  it.each([
    ['To and Received', [...received('ann@home.example', 'ann@harbour.example'), 'To: ann@harbour.example']],
    [
      'Received, To being hidden',
      [...received('ann@home.example', 'ann@harbour.example'), 'To: undisclosed-recipients:;'],
    ],
    [
      'Received, To being the sender',
      [...received('ann@harbour.example'), 'To: Readers <news@shop.example>'],
    ],
    ['Delivered-To', ['Delivered-To: ann@harbour.example', 'To: undisclosed-recipients:;']],
    [
      'X-Forwarded-For',
      ['X-Forwarded-For: ann@harbour.example ann@home.example', 'To: Readers <news@shop.example>'],
    ],
    ['To, a host of that organization reporting', ['To: Ann <ann@harbour.example>']],
  ])('reports the original recipient by %s', (_fields, header) => {
    expect(recipientsOf(report(header))).toEqual(['ann@harbour.example']);
    expect(recipientsOf(report(header, { original: 'ann@home.example' }))).toEqual(['ann@harbour.example']);
  });

  it.each([
    [
      'two recipients are named',
      [...received('ann@harbour.example'), 'To: ann@harbour.example, bo@c.example'],
    ],
    [
      'the message was addressed to it',
      [...received('ann@harbour.example'), 'To: ann@harbour.example, ann@home.example'],
    ],
    [
      'the other one is a mailing list',
      [...received('crew@harbour.example'), 'List-Post: <mailto:crew@harbour.example>'],
    ],
    [
      'the other one is an alias in the same organization',
      ['To: team@mail.home.example', ...received('team@mail.home.example')],
    ],
    [
      "the other one is in the sender's organization",
      ['To: ann@shop.example', ...received('ann@shop.example')],
    ],
    ['the header names none', ['To: undisclosed-recipients:;']],
  ])('reports the failed address where %s', (_case, header) => {
    expect(recipientsOf(report(header))).toEqual(['ann@home.example']);
  });

  it('reports the failed address where only To names another, and another host reports: it may be a blind copy', () => {
    expect(recipientsOf(report(['To: ann@harbour.example'], { host: 'relay.shop.example' }))).toEqual([
      'ann@home.example',
    ]);
  });

  it('reports the recipient of the message where the report names the sender', () => {
    const header = ['To: ann@harbour.example'];
    expect(recipientsOf(report(header, { failed: 'bounces@shop.example', host: 'relay.example' }))).toEqual([
      'ann@harbour.example',
    ]);
  });

  it('reports the sender where the message was addressed to the sender', () => {
    const header = ['To: bounces@shop.example'];
    expect(recipientsOf(report(header, { failed: 'bounces@shop.example' }))).toEqual([
      'bounces@shop.example',
    ]);
  });
});
