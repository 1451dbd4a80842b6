import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';
import { timestampedSignature } from '../signature/timestamped.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    id,
    event: name,
    timestamp: new Date(at).toISOString(),
    data: {
      message_id: '0190f7c1-6d4d-7c3a-8e3f-6c2b8d1a4e5f',
      subject: 'Your receipt',
      metadata: {},
      tag: 'receipts',
      recipient: address,
      ...more,
    },
  };
}

function response(status_code: number, enhanced_status_code: string, content: string) {
  return { response: { status_code, enhanced_status_code, content } };
}

export const samples: ProviderSamples = {
  provider: 'lettermint',
  batch: 1,
  samples: [
    {
      name: 'hard-bounced',
      kind: 'bounce',
      entry: (subject) => event('message.hard_bounced', subject, response(550, '5.1.1', 'User unknown')),
    },
    {
      name: 'soft-bounced',
      kind: 'bounce',
      entry: (subject) => event('message.soft_bounced', subject, response(452, '4.2.2', 'Mailbox full')),
    },
    { name: 'suppressed', kind: 'dropped', entry: (subject) => event('message.suppressed', subject) },
    {
      name: 'spam-complaint',
      kind: 'complaint',
      entry: (subject) => event('message.spam_complaint', subject),
    },
    { name: 'unsubscribed', kind: 'unsubscribe', entry: (subject) => event('message.unsubscribed', subject) },
    {
      name: 'delivered',
      kind: 'delivered',
      entry: (subject) => event('message.delivered', subject, response(250, '2.0.0', 'OK')),
    },
    { name: 'created', kind: 'other', entry: (subject) => event('message.created', subject) },
  ],
  request: ([entry], key) => {
    const body = Buffer.from(JSON.stringify(entry));
    const signature = timestampedSignature(key.secret, Math.floor(key.at / 1000), body);
    return post(key, 'application/json', body, { 'x-lettermint-signature': signature });
  },
};
