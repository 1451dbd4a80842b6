import { record, recordAt, textOf } from '../parsing/json.ts';
import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';
import { standardWebhooksSignature } from '../signature/standard-webhooks.ts';

function event(type: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    type,
    webhook_id: 'abe11757-2886-4b55-96f1-0e0afc95795a',
    // Nine decimals, as AhaSend writes them.
    timestamp: new Date(at).toISOString().replace('Z', '031577Z'),
    data: {
      account_id: '4cdd7bdd-294e-4762-892f-83d40abf5a87',
      from: 'news@shop.example',
      recipient: address,
      subject: 'Your receipt',
      message_id_header: '<b3a9@shop.example>',
      id,
      ...more,
    },
  };
}

export const samples: ProviderSamples = {
  provider: 'ahasend',
  batch: 1,
  samples: [
    { name: 'bounced', kind: 'bounce', entry: (subject) => event('message.bounced', subject) },
    { name: 'failed', kind: 'bounce', entry: (subject) => event('message.failed', subject) },
    {
      name: 'transient-error',
      kind: 'deferral',
      entry: (subject) => event('message.transient_error', subject),
    },
    { name: 'suppressed', kind: 'dropped', entry: (subject) => event('message.suppressed', subject) },
    {
      name: 'suppression-created',
      kind: 'dropped',
      entry: (subject) =>
        event('suppression.created', subject, {
          reason: 'Too many hard bounces',
          sending_domain: 'shop.example',
        }),
    },
    { name: 'delivered', kind: 'delivered', entry: (subject) => event('message.delivered', subject) },
    { name: 'opened', kind: 'other', entry: (subject) => event('message.opened', subject) },
  ],
  request: ([entry], key) => {
    const body = Buffer.from(JSON.stringify(entry));
    const seconds = Math.floor(key.at / 1000);
    const id = `evt_${textOf(recordAt(entry, 'data'), 'id')}-${textOf(record(entry), 'type')}`;
    const signed = { id, seconds, body };
    return post(key, 'application/json', body, {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': standardWebhooksSignature(key.secret, { key: 'literal', version: 'v1' }, signed),
    });
  },
};
