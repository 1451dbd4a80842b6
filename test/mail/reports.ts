/** Reports by mail, as hosts and feedback loops write them, and what SES publishes of a mail that it received. */
import type { MailVerdicts } from '../../shared/providers/provider.ts';

function lines(...parts: readonly string[]): string {
  return `${parts.join('\r\n')}\r\n`;
}

export interface Reported {
  readonly action?: string;
  readonly status?: string;
  /** @default one of the mail's own */
  readonly messageId?: string;
  /** What the receiver said. */
  readonly text?: string;
  /** @default now */
  readonly sentAt?: Date;
}

let counter = 0;

/** A delivery status notification (RFC 3464) on these recipients. */
export function bounceOf(
  recipients: readonly string[],
  {
    action = 'failed',
    status = '5.1.1',
    messageId = `bounce-${++counter}@mx.example`,
    text = 'user unknown',
    sentAt = new Date(),
  }: Reported = {},
): string {
  const replyCode = { 2: 250, 4: 452, 5: 550 }[status.charAt(0)] ?? 550;
  return lines(
    `Date: ${sentAt.toUTCString()}`,
    'From: Mail Delivery System <MAILER-DAEMON@mx.example>',
    'To: bounces@bounces.local.example',
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${messageId}>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Your message could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    ...recipients.flatMap((recipient) => [
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      `Action: ${action}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${replyCode} ${status} ${text}`,
    ]),
    '--b--',
  );
}

export interface Signed {
  /** @default 'reports@feedbackloop.example' */
  readonly from?: string;
  /** Domains of DKIM signatures. */
  readonly dkim?: readonly string[];
}

/** A feedback report (RFC 5965): this recipient complained. */
export function feedbackReportOf(
  recipient: string,
  { from = 'reports@feedbackloop.example', dkim = [] }: Signed = {},
): string {
  return lines(
    ...dkim.map((domain) => `DKIM-Signature: v=1; a=rsa-sha256; d=${domain}; s=s1; h=from; bh=x; b=x`),
    `From: ${from}`,
    'To: bounces@bounces.local.example',
    'Subject: FW: March',
    `Message-ID: <report-${++counter}@mx.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is a report of abuse.',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: Loop/1.0',
    'Version: 1',
    `Original-Rcpt-To: <${recipient}>`,
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `To: ${recipient}`,
    'Subject: March',
    '',
    '--b--',
  );
}

/** A person's reply, with a bounce quoted in it, each line behind `quote`. */
export function replyQuoting(recipient: string, quote = '> '): string {
  return lines(
    'From: Anna <anna@shop.example>',
    'To: bounces@bounces.local.example',
    'Subject: Re: Undelivered Mail Returned to Sender',
    `Message-ID: <reply-${++counter}@shop.example>`,
    'In-Reply-To: <march@sender.example>',
    '',
    'Why do you send me this?',
    '',
    ...[
      'This is the mail system at host mx.example.',
      `I'm sorry to have to inform you that your message could not be delivered.`,
      '',
      `<${recipient}>: host mx.example[192.0.2.1] said: 550 5.1.1 user unknown`,
      `    (in reply to RCPT TO command)`,
    ].map((line) => quote + line),
  );
}

export const passed = { spam: 'PASS', virus: 'PASS' } as const;

/** The notification of a receipt rule, as the documentation of SES shows it. */
export function received(
  raw: string,
  recipients: readonly string[],
  { spam, virus, dkim, dmarc }: MailVerdicts = passed,
): string {
  const verdict = (status = 'GRAY') => ({ status });
  return JSON.stringify({
    notificationType: 'Received',
    mail: { destination: recipients, messageId: `m-${++counter}` },
    receipt: {
      recipients,
      spamVerdict: verdict(spam),
      virusVerdict: verdict(virus),
      spfVerdict: verdict(),
      dkimVerdict: verdict(dkim),
      dmarcVerdict: verdict(dmarc),
      action: { type: 'SNS', topicArn: 'arn:aws:sns:us-east-1:123456789012:mail', encoding: 'UTF8' },
    },
    content: raw,
  });
}
