import { hmacOf, post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function metric(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    event_id: id,
    object_type: 'email',
    metric: name,
    timestamp: Math.floor(at / 1000),
    data: {
      customer_id: '42',
      identifiers: { id: '42', email: address, cio_id: 'd9c106000001' },
      delivery_id: 'RPILAgUBcRhIBqSfeiIwdIYJKxTY',
      action_id: 96,
      campaign_id: 23,
      subject: 'Your receipt',
      recipient: address,
      ...more,
    },
  };
}

export const samples: ProviderSamples = {
  provider: 'customerio',
  batch: 1,
  samples: [
    {
      name: 'bounced',
      kind: 'bounce',
      entry: (subject) => metric('bounced', subject, { failure_message: '550 5.1.1 User unknown' }),
    },
    {
      name: 'deferred',
      kind: 'deferral',
      entry: (subject) => metric('deferred', subject, { failure_message: '451 4.7.1 Try again later' }),
    },
    {
      name: 'dropped',
      kind: 'dropped',
      entry: (subject) => metric('dropped', subject, { failure_message: 'Bounced Address' }),
    },
    { name: 'undeliverable', kind: 'dropped', entry: (subject) => metric('undeliverable', subject) },
    { name: 'spammed', kind: 'complaint', entry: (subject) => metric('spammed', subject) },
    { name: 'unsubscribed', kind: 'unsubscribe', entry: (subject) => metric('unsubscribed', subject) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => metric('delivered', subject) },
    { name: 'sent', kind: 'other', entry: (subject) => metric('sent', subject) },
    { name: 'opened', kind: 'other', entry: (subject) => metric('opened', subject) },
  ],
  request: ([entry], key) => {
    const body = JSON.stringify(entry);
    const timestamp = String(Math.floor(key.at / 1000));
    return post(key, 'application/json', body, {
      'x-cio-timestamp': timestamp,
      'x-cio-signature': hmacOf(key, 'hex', `v0:${timestamp}:`, body),
    });
  },
};
