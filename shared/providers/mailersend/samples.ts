import { hmacOf, post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function activity(type: string, { address, id, at }: SampleSubject, morph: object | null = null): object {
  const created = new Date(at).toISOString();
  return {
    type: `activity.${type}`,
    domain_id: 'yv69oxl5kl785kw2',
    created_at: created,
    webhook_id: '2351ndgwr4zqx8ko',
    url: 'https://hooks.example.com/',
    data: {
      object: 'activity',
      id,
      type,
      created_at: created,
      email: {
        object: 'email',
        id: '62f114f7165fe0d8db0288e3',
        from: 'news@shop.example',
        subject: 'Your receipt',
        status: type,
        tags: null,
        message: { object: 'message', id: '62fb66bef54a112e920b5493' },
        recipient: { object: 'recipient', id: '62c69be104270ee9c6074d32', email: address },
      },
      morph,
      template_id: '0z76k5jg0o3yeg2d',
    },
  };
}

function bounce(reason: string): object {
  return { object: 'recipient_bounce', reason };
}

export const samples: ProviderSamples = {
  provider: 'mailersend',
  batch: 1,
  samples: [
    {
      name: 'hard-bounced',
      kind: 'bounce',
      entry: (subject) => activity('hard_bounced', subject, bounce('550 5.1.1 User unknown')),
    },
    {
      name: 'soft-bounced',
      kind: 'bounce',
      entry: (subject) => activity('soft_bounced', subject, bounce('452 4.2.2 Mailbox full')),
    },
    {
      name: 'deferred',
      kind: 'deferral',
      entry: (subject) => activity('deferred', subject, bounce('451 4.7.1 Greylisted, try again later')),
    },
    {
      name: 'spam-complaint',
      kind: 'complaint',
      entry: (subject) => activity('spam_complaint', subject, { object: 'spam_complaint' }),
    },
    {
      name: 'unsubscribed',
      kind: 'unsubscribe',
      entry: (subject) =>
        activity('unsubscribed', subject, { object: 'recipient_unsubscribe', reason: 'option_3' }),
    },
    { name: 'delivered', kind: 'delivered', entry: (subject) => activity('delivered', subject) },
    { name: 'sent', kind: 'other', entry: (subject) => activity('sent', subject) },
    {
      name: 'opened',
      kind: 'other',
      entry: (subject) => activity('opened', subject, { object: 'open', ip: '192.0.2.99' }),
    },
  ],
  request: ([entry], key) => {
    // MailerSend escapes the slashes, and signs them so.
    const body = JSON.stringify(entry).replaceAll('/', '\\/');
    return post(key, 'application/json', body, { signature: hmacOf(key, 'hex', body) });
  },
};
