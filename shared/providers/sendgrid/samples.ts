import { sign } from 'node:crypto';
import { privateKeyOf } from '../samples/key-pair.ts';
import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from './webhook.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    email: address,
    timestamp: Math.floor(at / 1000),
    'smtp-id': `<${id}@geopod-ismtpd-1>`,
    event: name,
    category: ['receipts'],
    sg_event_id: id,
    sg_message_id: `${id}.recvd-5f54b5d587-hjb2k-1-65A7C2F1-4.0`,
    ...more,
  };
}

export const samples: ProviderSamples = {
  provider: 'sendgrid',
  keyPair: 'ec-p256',
  batch: 10_000,
  samples: [
    {
      name: 'bounce',
      kind: 'bounce',
      entry: (subject) =>
        event('bounce', subject, {
          type: 'bounce',
          bounce_classification: 'Invalid Address',
          reason: '550 5.1.1 The email account that you tried to reach does not exist.',
          status: '5.1.1',
          ip: '192.0.2.10',
          tls: 1,
        }),
    },
    {
      name: 'blocked',
      kind: 'bounce',
      entry: (subject) =>
        event('bounce', subject, {
          type: 'blocked',
          bounce_classification: 'Reputation',
          reason: '550 5.7.1 Service unavailable, client host [192.0.2.10] blocked using Spamhaus.',
          status: '5.7.1',
          ip: '192.0.2.10',
        }),
    },
    {
      name: 'deferred',
      kind: 'deferral',
      entry: (subject) =>
        event('deferred', subject, {
          response: '451 4.7.1 Greylisted, please try again later.',
          attempt: '3',
        }),
    },
    {
      name: 'dropped',
      kind: 'dropped',
      entry: (subject) => event('dropped', subject, { reason: 'Bounced Address', status: '5.0.0' }),
    },
    { name: 'spam-report', kind: 'complaint', entry: (subject) => event('spamreport', subject) },
    { name: 'unsubscribe', kind: 'unsubscribe', entry: (subject) => event('unsubscribe', subject) },
    {
      name: 'group-unsubscribe',
      kind: 'unsubscribe',
      entry: (subject) => event('group_unsubscribe', subject, { asm_group_id: 10, ip: '192.0.2.99' }),
    },
    {
      name: 'group-resubscribe',
      kind: 'resubscribe',
      entry: (subject) => event('group_resubscribe', subject, { asm_group_id: 10, ip: '192.0.2.99' }),
    },
    {
      name: 'delivered',
      kind: 'delivered',
      entry: (subject) => event('delivered', subject, { response: '250 2.0.0 OK' }),
    },
    { name: 'processed', kind: 'other', entry: (subject) => event('processed', subject, { send_at: 0 }) },
    {
      name: 'open',
      kind: 'other',
      entry: (subject) => event('open', subject, { useragent: 'Mozilla/5.0', ip: '192.0.2.99' }),
    },
    {
      name: 'click',
      kind: 'other',
      entry: (subject) => event('click', subject, { url: 'https://shop.example/', useragent: 'Mozilla/5.0' }),
    },
  ],
  request: (entries, key) => {
    // SendGrid breaks the line between the events and behind the last one, and signs the breaks.
    const body = `[${entries.map((entry) => JSON.stringify(entry)).join(',\r\n')}]\r\n`;
    const timestamp = String(Math.floor(key.at / 1000));
    const signature = sign('sha256', Buffer.from(timestamp + body), privateKeyOf(key)).toString('base64');
    return post(key, 'application/json', body, {
      [SIGNATURE_HEADER]: signature,
      [TIMESTAMP_HEADER]: timestamp,
    });
  },
};
