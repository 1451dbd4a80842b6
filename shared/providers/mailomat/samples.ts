import { record, textOf } from '../parsing/json.ts';
import { hmacOf, postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(eventType: string, { address, id, at }: SampleSubject, status: object = {}): object {
  return {
    id,
    eventType,
    occurredAt: new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00'),
    messageUuid: '1684f904-596e-4d9f-ba16-ead5c4d27957',
    messageId: '7bb4cd3f@shop.example',
    recipient: address,
    payload: {
      event: eventType,
      timestamp: at / 1000,
      'message-uuid': '1684f904-596e-4d9f-ba16-ead5c4d27957',
      sender: 'news@shop.example',
      recipient: address,
      'delivery-status': { 'attempt-nr': 1, ...status },
    },
  };
}

export const samples: ProviderSamples = {
  provider: 'mailomat',
  batch: 1,
  samples: [
    {
      name: 'failure-perm',
      kind: 'bounce',
      entry: (subject) =>
        event('failure_perm', subject, {
          code: 550,
          'enhanced-code': '5.1.1',
          message: '5.1.1 recipient rejected, address unknown',
        }),
    },
    {
      name: 'failure-tmp',
      kind: 'deferral',
      entry: (subject) =>
        event('failure_tmp', subject, {
          code: 451,
          'enhanced-code': '4.7.1',
          message: '4.7.1 greylisted, try again later',
        }),
    },
    { name: 'not-accepted', kind: 'dropped', entry: (subject) => event('not_accepted', subject) },
    {
      name: 'delivered',
      kind: 'delivered',
      entry: (subject) => event('delivered', subject, { code: 250, 'enhanced-code': '2.0.0' }),
    },
    { name: 'opened', kind: 'other', entry: (subject) => event('opened', subject) },
  ],
  request: ([entry], key) => {
    const id = textOf(record(entry), 'id') ?? '';
    const event = textOf(record(entry), 'eventType') ?? '';
    const timestamp = String(Math.floor(key.at / 1000));
    return postJson(key, entry, {
      'x-mom-webhook-id': id,
      'x-mom-webhook-event': event,
      'x-mom-webhook-timestamp': timestamp,
      'x-mom-webhook-signature': `sha256=${hmacOf(key, 'hex', `${id}.${event}.${timestamp}`)}`,
    });
  },
};
