import { record, recordAt, textOf } from '../parsing/json.ts';
import { post, withSecretInUrl } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(type: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    type,
    fired_at: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    data: { id, list_id: 'a6b5da1054', email: address, ...more },
  };
}

export const samples: ProviderSamples = {
  provider: 'mailchimp',
  batch: 1,
  samples: [
    {
      name: 'cleaned',
      kind: 'bounce',
      entry: (subject) => event('cleaned', subject, { reason: 'hard' }),
    },
    {
      name: 'cleaned-abuse',
      kind: 'complaint',
      entry: (subject) => event('cleaned', subject, { reason: 'abuse' }),
    },
    {
      name: 'unsubscribe',
      kind: 'unsubscribe',
      entry: (subject) => event('unsubscribe', subject, { action: 'unsub', reason: 'manual' }),
    },
    { name: 'subscribe', kind: 'resubscribe', entry: (subject) => event('subscribe', subject) },
    { name: 'profile', kind: 'other', entry: (subject) => event('profile', subject) },
  ],
  request: ([entry], key) => {
    const form = new URLSearchParams();
    for (const name of ['type', 'fired_at']) form.set(name, textOf(record(entry), name) ?? '');
    const data = recordAt(entry, 'data');
    for (const name of Object.keys(data)) form.set(`data[${name}]`, textOf(data, name) ?? '');
    return post(withSecretInUrl(key), 'application/x-www-form-urlencoded', form.toString());
  },
};
