import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';
import { standardWebhooksSignature } from '../signature/standard-webhooks.ts';

function event(type: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    type,
    created_at: new Date(at).toISOString(),
    data: {
      email_id: id,
      created_at: new Date(at - 2_000).toISOString(),
      from: 'Shop <news@shop.example>',
      to: [address],
      subject: 'Your receipt',
      ...more,
    },
  };
}

function bounce(type: string, subType: string, diagnosticCode: string) {
  const message = "The recipient's email provider sent a bounce message. See the diagnostic code.";
  return { bounce: { message, type, subType, diagnosticCode: [diagnosticCode] } };
}

export const samples: ProviderSamples = {
  provider: 'resend',
  batch: 1,
  samples: [
    {
      name: 'bounced',
      kind: 'bounce',
      entry: (subject) =>
        event('email.bounced', subject, bounce('Permanent', 'General', 'smtp; 550 5.1.1 user unknown')),
    },
    {
      name: 'mailbox-full',
      kind: 'bounce',
      entry: (subject) =>
        event('email.bounced', subject, bounce('Transient', 'MailboxFull', 'smtp; 452 4.2.2 Mailbox full')),
    },
    {
      name: 'delivery-delayed',
      kind: 'deferral',
      entry: (subject) => event('email.delivery_delayed', subject),
    },
    {
      name: 'suppressed',
      kind: 'dropped',
      entry: (subject) =>
        event('email.suppressed', subject, {
          suppressed: {
            type: 'OnAccountSuppressionList',
            message: 'The address is on the suppression list of the account.',
          },
        }),
    },
    {
      name: 'failed',
      kind: 'dropped',
      entry: (subject) => event('email.failed', subject, { failed: { reason: 'reached_daily_quota' } }),
    },
    { name: 'complained', kind: 'complaint', entry: (subject) => event('email.complained', subject) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => event('email.delivered', subject) },
    { name: 'sent', kind: 'other', entry: (subject) => event('email.sent', subject) },
    { name: 'opened', kind: 'other', entry: (subject) => event('email.opened', subject) },
  ],
  request: ([entry], key) => {
    const body = Buffer.from(JSON.stringify(entry));
    const seconds = Math.floor(key.at / 1000);
    const id = 'msg_2mXvYh8rGq4bTz0nKc1sDw';
    const signature = standardWebhooksSignature(
      key.secret,
      { key: 'base64', version: 'v1' },
      { id, seconds, body },
    );
    return post(key, 'application/json', body, {
      'svix-id': id,
      'svix-timestamp': String(seconds),
      'svix-signature': signature,
    });
  },
};
