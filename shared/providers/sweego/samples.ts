import { record, textOf } from '../parsing/json.ts';
import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';
import { standardWebhooksSignature } from '../signature/standard-webhooks.ts';

function event(event_type: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    event_type,
    timestamp: new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00'),
    swg_uid: '02-0d4affd0-1183-43b1-a980-ab30b3374dd3',
    event_id: id,
    channel: 'email',
    headers: { 'x-transaction-id': 'd4fbec9d-eed9-44d5-af47-c1126467a5ca' },
    campaign_type: 'transac',
    recipient: address,
    domain_from: 'shop.example',
    ...more,
  };
}

export const samples: ProviderSamples = {
  provider: 'sweego',
  batch: 1,
  samples: [
    {
      name: 'hard-bounce',
      kind: 'bounce',
      entry: (subject) => event('hard_bounce', subject, { response_code: 550, status: null }),
    },
    {
      name: 'soft-bounce',
      kind: 'bounce',
      entry: (subject) => event('soft-bounce', subject, { response_code: 452, status: null }),
    },
    { name: 'complaint', kind: 'complaint', entry: (subject) => event('complaint', subject) },
    { name: 'list-unsub', kind: 'unsubscribe', entry: (subject) => event('list_unsub', subject) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => event('delivered', subject) },
    { name: 'email-sent', kind: 'other', entry: (subject) => event('email_sent', subject) },
  ],
  request: ([entry], key) => {
    const body = Buffer.from(JSON.stringify(entry));
    const seconds = Math.floor(key.at / 1000);
    const id = textOf(record(entry), 'event_id') ?? '';
    const signed = { id, seconds, body };
    return post(key, 'application/json', body, {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': standardWebhooksSignature(key.secret, { key: 'base64', version: 'none' }, signed),
    });
  },
};
