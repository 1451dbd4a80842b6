import { basicAuth, postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  const seconds = Math.floor(at / 1000);
  return {
    event: name,
    email: address,
    id: 26_224,
    date: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    ts: seconds,
    ts_event: seconds,
    ts_epoch: at,
    'message-id': `<${id}@smtp-relay.mailin.fr>`,
    subject: 'Your receipt',
    tags: ['receipts'],
    sending_ip: '192.0.2.10',
    ...more,
  };
}

export const samples: ProviderSamples = {
  provider: 'brevo',
  batch: 100,
  samples: [
    {
      name: 'hard-bounce',
      kind: 'bounce',
      entry: (subject) =>
        event('hard_bounce', subject, {
          reason: '550 5.1.1 The email account that you tried to reach does not exist',
        }),
    },
    {
      name: 'soft-bounce',
      kind: 'bounce',
      entry: (subject) =>
        event('soft_bounce', subject, { reason: '452 4.2.2 The mailbox is over its quota' }),
    },
    { name: 'invalid-email', kind: 'bounce', entry: (subject) => event('invalid_email', subject) },
    {
      name: 'deferred',
      kind: 'deferral',
      entry: (subject) => event('deferred', subject, { reason: '451 4.7.1 Try again later' }),
    },
    {
      name: 'blocked',
      kind: 'dropped',
      entry: (subject) => event('blocked', subject, { reason: 'blocked : due to blacklist user' }),
    },
    { name: 'error', kind: 'dropped', entry: (subject) => event('error', subject) },
    { name: 'complaint', kind: 'complaint', entry: (subject) => event('spam', subject) },
    { name: 'unsubscribed', kind: 'unsubscribe', entry: (subject) => event('unsubscribed', subject) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => event('delivered', subject) },
    { name: 'request', kind: 'other', entry: (subject) => event('request', subject, { reason: 'sent' }) },
  ],
  request: (entries, key) =>
    postJson(key, entries.length === 1 ? entries[0] : entries, basicAuth(key.secret)),
};
