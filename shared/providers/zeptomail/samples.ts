import { hmacOf, post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    event_name: [name],
    event_message: [
      {
        email_info: {
          email_reference: '13ef.20e4e2b5ee1e2fd0',
          client_reference: 'receipt-42',
          subject: 'Your receipt',
          from: { address: 'news@shop.example', name: 'Shop' },
          to: [{ email_address: { address, name: 'Ann' } }],
          processed_time: new Date(at - 5_000).toISOString(),
        },
        event_data: [{ object: name, details: [{ time: new Date(at).toISOString(), ...more }] }],
        request_id: '13ef.7a3b',
      },
    ],
    mailagent_key: '29be.6f29cd1ad0a5d6b2',
    webhook_request_id: id,
  };
}

function bounce(name: string, subject: SampleSubject, reason: string): object {
  return event(name, subject, { reason, bounced_recipient: subject.address, diagnostic_message: reason });
}

export const samples: ProviderSamples = {
  provider: 'zeptomail',
  batch: 1,
  samples: [
    {
      name: 'hardbounce',
      kind: 'bounce',
      entry: (subject) => bounce('hardbounce', subject, '550 5.1.1 User unknown'),
    },
    {
      name: 'softbounce',
      kind: 'bounce',
      entry: (subject) => bounce('softbounce', subject, '452 4.2.2 Mailbox full'),
    },
    { name: 'feedbackloop', kind: 'complaint', entry: (subject) => event('feedbackloop', subject) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => event('delivered', subject) },
  ],
  request: ([entry], key) => {
    const body = JSON.stringify(entry);
    const signature = encodeURIComponent(hmacOf(key, 'base64', body));
    return post(key, 'application/json', body, {
      'producer-signature': `ts=${key.at};s=${signature};s-algorithm=HmacSHA256`,
    });
  },
};
