import { postJson, withSecretInUrl } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    event: name,
    time: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    sendtime: new Date(at - 5_000).toISOString().slice(0, 19).replace('T', ' '),
    sender: 'news@shop.example',
    from: 'Shop <news@shop.example>',
    rcpt: address,
    auth: 'api-1A2B3C4D',
    email_id: '1qE2aB-0000aa-1A',
    id,
    subject: 'Your receipt',
    ...more,
  };
}

function bounce(strength: 'hard' | 'soft', message: string) {
  return { bounce: strength, host: 'mx.example.com [192.0.2.1]', message, context: 'RCPT TO' };
}

export const samples: ProviderSamples = {
  provider: 'smtp2go',
  batch: 1,
  samples: [
    {
      name: 'bounce-hard',
      kind: 'bounce',
      entry: (subject) => event('bounce', subject, bounce('hard', '550 5.1.1 User unknown')),
    },
    {
      name: 'bounce-soft',
      kind: 'bounce',
      entry: (subject) => event('bounce', subject, bounce('soft', '452 4.2.2 Mailbox full')),
    },
    { name: 'reject', kind: 'dropped', entry: (subject) => event('reject', subject) },
    { name: 'spam', kind: 'complaint', entry: (subject) => event('spam', subject) },
    { name: 'unsubscribe', kind: 'unsubscribe', entry: (subject) => event('unsubscribe', subject) },
    { name: 'resubscribe', kind: 'resubscribe', entry: (subject) => event('resubscribe', subject) },
    {
      name: 'delivered',
      kind: 'delivered',
      entry: (subject) => event('delivered', subject, { message: '250 2.0.0 OK' }),
    },
    { name: 'processed', kind: 'other', entry: (subject) => event('processed', subject) },
    { name: 'open', kind: 'other', entry: (subject) => event('open', subject, { ip: '192.0.2.99' }) },
  ],
  request: ([entry], key) => postJson(withSecretInUrl(key), entry),
};
