import { postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    message_id: `${id}@shop.example`,
    event: name,
    // MimePost writes the time as that of its own zone.
    datetime: `T${new Date(at + 5.5 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')}Z+5:30`,
    to_email: address,
    tags: [25],
    vars: {},
    ...more,
  };
}

export const samples: ProviderSamples = {
  provider: 'mimepost',
  batch: 1,
  samples: [
    {
      name: 'bounce-hard',
      kind: 'bounce',
      entry: (subject) => event('bounce_hard', subject, { server_response: '550 5.1.1 User unknown' }),
    },
    {
      name: 'bounce-soft',
      kind: 'bounce',
      entry: (subject) => event('bounce_soft', subject, { summary: 'The mailbox is full' }),
    },
    {
      name: 'block-hard',
      kind: 'bounce',
      entry: (subject) => event('block_hard', subject, { summary: 'Filter: content not allowed' }),
    },
    {
      name: 'spam',
      kind: 'complaint',
      entry: (subject) => event('spam', subject, { summary: 'reported by the user' }),
    },
    { name: 'unsubscribe', kind: 'unsubscribe', entry: (subject) => event('unsubscribe', subject) },
    {
      name: 'delivered',
      kind: 'delivered',
      entry: (subject) => event('delivered', subject, { server_response: '250 OK' }),
    },
    { name: 'open', kind: 'other', entry: (subject) => event('open', subject) },
  ],
  request: ([entry], key) => postJson(key, entry, { 'x-secret-token': key.secret }),
};
