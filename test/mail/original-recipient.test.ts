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

const recipientsOf = async (raw: Buffer): Promise<readonly string[]> =>
  (await readMail(raw)).events.map(({ recipient }) => recipient);

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
  ])('reports the original recipient, in the wording of %s', async (_, lines) => {
    expect(await recipientsOf(bounce(lines))).toEqual(['ann@b.example']);
  });

  it('has the diagnostic of the final recipient', async () => {
    const lines = '  ann@home.example\n    (generated from ann@b.example)\n    550 5.2.2 Her mailbox is full';
    expect((await readMail(bounce(lines))).events).toMatchObject([
      { recipient: 'ann@b.example', evidence: { status: '5.2.2' } },
    ]);
  });

  it('is one event, when both final recipients of one fail', async () => {
    const lines =
      '  ann@home.example\n    (generated from ann@b.example)\n    550 No such user\n\n' +
      '  ann@work.example\n    (generated from ann@b.example)\n    550 No such user';
    expect(await recipientsOf(bounce(lines))).toEqual(['ann@b.example']);
  });

  it('reports the final recipient, when the message was addressed to it', async () => {
    const lines = '  ann@home.example\n    (generated from ann@b.example)\n    550 No such user';
    expect(await recipientsOf(bounce(lines, 'ann@home.example'))).toEqual(['ann@home.example']);
  });

  it("reports the final recipient, when the original one is in the sender's own organization", async () => {
    const lines = '  ann@home.example\n    (generated from team@lists.shop.example)\n    550 No such user';
    expect(await recipientsOf(bounce(lines, 'team@lists.shop.example'))).toEqual(['ann@home.example']);
  });

  it('reports the final recipient, when the original one is not public', async () => {
    const lines = '  ann@home.example\n    (generated from ann@localhost)\n    550 No such user';
    expect(await recipientsOf(bounce(lines))).toEqual(['ann@home.example']);
  });
});
