import { hmacOf, post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    event: name,
    timestamp: Math.floor(at / 1000),
    sending_stream: 'transactional',
    category: 'receipts',
    message_id: '1df37d17-0286-4d8b-8edf-bc4ec5be86e6',
    email: address,
    event_id: id,
    ...more,
  };
}

export const samples: ProviderSamples = {
  provider: 'mailtrap',
  batch: 500,
  samples: [
    {
      name: 'bounce',
      kind: 'bounce',
      entry: (subject) =>
        event('bounce', subject, {
          response: 'bounced (550 5.1.1 The email account does not exist)',
          response_code: 550,
          bounce_category: 'user_unknown',
        }),
    },
    {
      name: 'soft-bounce',
      kind: 'bounce',
      entry: (subject) =>
        event('soft bounce', subject, {
          response: 'soft bounce (452 4.2.2 Mailbox full)',
          response_code: 452,
          bounce_category: 'quota',
        }),
    },
    {
      name: 'reject',
      kind: 'dropped',
      entry: (subject) => event('reject', subject, { reason: 'suppressed' }),
    },
    {
      name: 'suspension',
      kind: 'dropped',
      entry: (subject) => event('suspension', subject, { reason: 'Your account is over its daily limit.' }),
    },
    { name: 'spam', kind: 'complaint', entry: (subject) => event('spam', subject) },
    { name: 'unsubscribe', kind: 'unsubscribe', entry: (subject) => event('unsubscribe', subject) },
    { name: 'delivery', kind: 'delivered', entry: (subject) => event('delivery', subject) },
    {
      name: 'open',
      kind: 'other',
      entry: (subject) => event('open', subject, { ip: '192.0.2.99', user_agent: 'Mozilla/5.0' }),
    },
  ],
  request: (entries, key) => {
    const body = JSON.stringify({ events: entries });
    return post(key, 'application/json', body, { 'mailtrap-signature': hmacOf(key, 'hex', body) });
  },
};
