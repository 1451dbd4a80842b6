/**
 * Bounce mails: CPU of a mail, beside a bare parse of the same mails by postal-mime, and of the costliest mail that a
 * bounded search finds. Two thirds of the mails are delivery status notifications with the message that they return,
 * the others the samples of the tests, all as they come after three hops.
 */
import PostalMime from 'postal-mime';
import { readMail } from '../../shared/mail/read.ts';
import { InvalidMailError } from '../../shared/mail/report.ts';
import { searchCostliestMails } from '../mail/cost-search.ts';
import { sample, sampleNames, systemNames, systemSample } from '../mail/samples.ts';
import { texts } from './classify.ts';
import { cpuOf, cpuRatio, median } from './cpu.ts';

const WARM_UP = 4;
const ROUNDS = 15;
/** Mails that the search tries: some seconds. */
const TRIES = 1_000;
const SEED = 20_261;

/** A hop, with the header fields that mail hosts of our day add. */
const trace = (hop: number) => `Received: from out${hop}.example.net (out${hop}.example.net [192.0.2.${hop}])
\tby mx${hop}.example.org (Postfix) with ESMTPS id 4F1${hop}
\tfor <bounces@sender.example>; Mon, 9 Mar 2026 08:00:0${hop} +0000 (UTC)
Authentication-Results: mx${hop}.example.org; dkim=pass header.d=example.net;
\tspf=pass (sender IP is 192.0.2.${hop}) smtp.helo=out${hop}.example.net; dmarc=pass
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=s${hop};
\tt=1773043200; h=from:to:subject:date:message-id:mime-version:content-type;
\tbh=${'A1b2C3d4'.repeat(6)}=;
\tb=${'E5f6G7h8'.repeat(9)}
\t${'I9j0K1l2'.repeat(9)}=
`;

function delivered(mail: Buffer): Buffer {
  return Buffer.concat([Buffer.from([1, 2, 3].map(trace).join('')), mail]);
}

/** A delivery status notification of Postfix on one recipient. */
function notification(reply: string, n: number): Buffer {
  const recipient = `person${n}@example.com`;
  return Buffer.from(`Date: Mon, 9 Mar 2026 08:00:00 +0000 (UTC)
From: MAILER-DAEMON@out.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounces@sender.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F1A2.${n}/out.example.net"
Message-Id: <20260309080000.${n}@out.example.net>

This is a MIME-encapsulated message.

--4F1A2.${n}/out.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host out.example.net.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

For further assistance, please send mail to postmaster.

                   The mail system

<${recipient}>: host mx.example.com[198.51.100.7] said: ${reply} (in reply to
    RCPT TO command)

--4F1A2.${n}/out.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; out.example.net
X-Postfix-Queue-ID: 4F1A2
Arrival-Date: Mon, 9 Mar 2026 07:59:59 +0000 (UTC)

Final-Recipient: rfc822; ${recipient}
Original-Recipient: rfc822;${recipient}
Action: failed
Status: 5.0.0
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; ${reply}

--4F1A2.${n}/out.example.net
Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <bounces@sender.example>
From: News <news@sender.example>
To: ${recipient}
Subject: March
Message-ID: <${n}@sender.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="alternative"

--alternative
Content-Type: text/plain; charset=utf-8

${newsletter}

--alternative
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<p>${newsletter.replaceAll('=', '=3D').replaceAll('\n', '</p>\n<p>')}</p>

--alternative--

--4F1A2.${n}/out.example.net--
`);
}

/** The text of a returned message. */
const newsletter = Array.from(
  { length: 12 },
  (_, line) => `Line ${line} of a newsletter, with a link: https://shop.example/?item=${line}`,
).join('\n');

/** Mails as they come: two thirds are delivery status notifications. */
export function bounceMails(): readonly Buffer[] {
  const samples = [...sampleNames.map(sample), ...systemNames.map(systemSample)];
  const notifications = texts()
    .slice(0, 2 * samples.length)
    .map(notification);
  return [...notifications, ...samples].map(delivered);
}

export async function run(): Promise<Record<string, unknown>> {
  const mails = bounceMails();
  const kilobytes = mails.reduce((sum, { length }) => sum + length, 0) / 1024;
  const ours = () => {
    for (const mail of mails) read(mail);
  };
  const floor = async () => {
    for (const mail of mails) await PostalMime.parse(mail);
  };
  const ratio = await cpuRatio(() => ({ ours, floor }), { warmUp: WARM_UP, rounds: ROUNDS });
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) costs.push((await cpuOf(ours)) / 1_000);
  const [worst] = searchCostliestMails(TRIES, SEED);
  return {
    mail: {
      cpu_ms_per_mail: median(costs) / mails.length,
      cpu_to_postal_mime: ratio,
      ms_per_kilobyte: median(costs) / kilobytes,
      worst_ms_per_kilobyte: worst?.msPerKilobyte,
    },
  };
}

function read(mail: Buffer): void {
  try {
    readMail(mail);
  } catch (error) {
    if (!(error instanceof InvalidMailError)) throw error;
  }
}
