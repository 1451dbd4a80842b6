import { sign } from 'node:crypto';
import { privateKeyOf } from '../samples/key-pair.ts';
import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function message(to: string) {
  return {
    id: 12345,
    token: 'abcdef123',
    direction: 'outgoing',
    message_id: '5817a64332f44@shop.example',
    to,
    from: 'news@shop.example',
    subject: 'Your receipt',
    spam_status: 'NotSpam',
    tag: 'receipts',
  };
}

function event(name: string, { at, id }: SampleSubject, payload: object): object {
  return { event: name, timestamp: at / 1000, payload, uuid: id };
}

function delivery(name: string, subject: SampleSubject, status: string, output: string): object {
  return event(name, subject, {
    status,
    details: 'Message for the recipient was handed to mx.example.com',
    output,
    time: 0.22,
    sent_with_ssl: true,
    timestamp: subject.at / 1000,
    message: message(subject.address),
  });
}

export const samples: ProviderSamples = {
  provider: 'postal',
  keyPair: 'rsa-2048',
  batch: 1,
  samples: [
    {
      name: 'delivery-failed',
      kind: 'bounce',
      entry: (subject) => delivery('MessageDeliveryFailed', subject, 'HardFail', '550 5.1.1 User unknown'),
    },
    {
      name: 'bounced',
      kind: 'bounce',
      entry: (subject) =>
        event('MessageBounced', subject, {
          original_message: message(subject.address),
          bounce: { ...message('abcde@psrp.shop.example'), direction: 'incoming', from: '' },
        }),
    },
    {
      name: 'delayed',
      kind: 'deferral',
      entry: (subject) => delivery('MessageDelayed', subject, 'SoftFail', '451 4.7.1 Try again later'),
    },
    { name: 'held', kind: 'dropped', entry: (subject) => delivery('MessageHeld', subject, 'Held', '') },
    {
      name: 'sent',
      kind: 'delivered',
      entry: (subject) => delivery('MessageSent', subject, 'Sent', '250 2.0.0 OK'),
    },
    {
      name: 'loaded',
      kind: 'other',
      entry: (subject) =>
        event('MessageLoaded', subject, { ip_address: '192.0.2.99', message: message(subject.address) }),
    },
  ],
  request: ([entry], key) => {
    const body = Buffer.from(JSON.stringify(entry));
    const privateKey = privateKeyOf(key);
    return post(key, 'application/json', body, {
      'x-postal-signature': sign('sha1', body, privateKey).toString('base64'),
      'x-postal-signature-256': sign('sha256', body, privateKey).toString('base64'),
      'x-postal-signature-kid': 'default',
    });
  },
};
