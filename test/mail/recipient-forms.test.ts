import { describe, expect, it } from 'vitest';
import { isFailure } from '../../shared/events/event.ts';
import { readMail } from '../../shared/mail/read.ts';

/** A bounce in words, sent to `to`. */
function bounce(to: string, text: string, from = 'postmaster@mx.b.example'): Buffer {
  return Buffer.from(`From: Mail Delivery System <${from}>
To: ${to}
Subject: Message could not be delivered
Date: Mon, 9 Mar 2026 08:00:00 +0000
Message-ID: <forms@mx.b.example>

${text}
`);
}

const recipientsOf = (raw: Buffer): readonly string[] =>
  readMail(raw).events.map(({ recipient }) => recipient);

describe('the recipient in a variable envelope return path', () => {
  it.each([
    'bounces+ann=b.example@shop.example',
    'news-return-7-ann=b.example@shop.example',
    'bounce-ann=b.example@shop.example',
    'bounce-31-ann=b.example@shop.example',
    'news-bounces-ann=b.example@shop.example',
  ])('%s', (to) => {
    expect(recipientsOf(bounce(to, 'The mailbox is full.'))).toEqual(['ann@b.example']);
  });

  it('is none where the local part is no return path', () => {
    expect(recipientsOf(bounce('rebounce=b.example@shop.example', 'The mailbox is full.'))).toEqual([]);
  });
});

it('is found in brackets behind the type of the address', () => {
  const text = 'The following recipient(s) could not be reached:\n\n[SMTP:ann@b.example]: no such mailbox';
  const { events } = readMail(bounce('news@shop.example', text));
  expect(events).toMatchObject([{ recipient: 'ann@b.example' }]);
  const diagnostics = events.map((event) => (isFailure(event) ? event.evidence.diagnostic : ''));
  expect(diagnostics).toEqual(['no such mailbox']);
});

it('is the one that was forwarded by a host that rewrites senders (SRS)', () => {
  const raw = Buffer.from(`From: MAILER-DAEMON@b.example
To: SRS0=x1=YZ=shop.example=news@b.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="srs"

--srs
Content-Type: message/delivery-status

Reporting-MTA: dns; b.example

Final-Recipient: rfc822; ann@home.example
Action: failed
Status: 5.2.2

--srs
Content-Type: message/rfc822

From: news@shop.example
To: ann@b.example
Subject: Spring

Hello
--srs--
`);
  expect(recipientsOf(raw)).toEqual(['ann@b.example']);
});
