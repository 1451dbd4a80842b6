import { hash } from 'node:crypto';
import { hmacOf, postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    event: name,
    id,
    timestamp: at / 1000,
    'log-level': 'info',
    recipient: address,
    'recipient-domain': address.slice(address.lastIndexOf('@') + 1),
    envelope: { sender: 'news@shop.example', transport: 'smtp', targets: address },
    message: {
      headers: { to: address, 'message-id': `${id}@shop.example`, from: 'news@shop.example' },
      size: 867,
    },
    flags: { 'is-routed': false, 'is-authenticated': true, 'is-test-mode': false },
    tags: ['receipts'],
    'user-variables': {},
    ...more,
  };
}

/** What Mailgun says of an attempt to deliver. */
function attempt(code: number, message: string, more: object = {}): object {
  return {
    'delivery-status': { code, message, description: '', 'attempt-no': 1, 'session-seconds': 0.4, ...more },
  };
}

export const samples: ProviderSamples = {
  provider: 'mailgun',
  batch: 1,
  samples: [
    {
      name: 'permanent-failure',
      kind: 'bounce',
      entry: (subject) =>
        event('failed', subject, {
          severity: 'permanent',
          reason: 'bounce',
          ...attempt(550, '5.1.1 The email account that you tried to reach does not exist', {
            'enhanced-code': '5.1.1',
          }),
        }),
    },
    {
      name: 'temporary-failure',
      kind: 'deferral',
      entry: (subject) =>
        event('failed', subject, {
          severity: 'temporary',
          reason: 'greylisted',
          ...attempt(451, '4.7.1 Greylisted, please try again later', { 'retry-seconds': 600 }),
        }),
    },
    {
      name: 'suppressed',
      kind: 'dropped',
      entry: (subject) =>
        event('failed', subject, {
          severity: 'permanent',
          reason: 'suppress-bounce',
          ...attempt(605, '', { description: 'Not delivering to previously bounced address' }),
        }),
    },
    {
      name: 'rejected',
      kind: 'dropped',
      entry: (subject) =>
        event('rejected', subject, {
          reject: { reason: 'Sandbox subdomains are for test purposes only.', description: '' },
        }),
    },
    { name: 'complained', kind: 'complaint', entry: (subject) => event('complained', subject) },
    {
      name: 'unsubscribed',
      kind: 'unsubscribe',
      entry: (subject) => event('unsubscribed', subject, { ip: '192.0.2.99' }),
    },
    {
      name: 'delivered',
      kind: 'delivered',
      entry: (subject) => event('delivered', subject, attempt(250, 'OK')),
    },
    { name: 'opened', kind: 'other', entry: (subject) => event('opened', subject, { ip: '192.0.2.99' }) },
    {
      name: 'clicked',
      kind: 'other',
      entry: (subject) => event('clicked', subject, { url: 'https://shop.example/' }),
    },
  ],
  request: ([entry], key) => {
    const timestamp = String(Math.floor(key.at / 1000));
    const token = hash('sha256', JSON.stringify(entry)).slice(0, 50);
    const signature = { timestamp, token, signature: hmacOf(key, 'hex', timestamp, token) };
    return postJson(key, { signature, 'event-data': entry });
  },
};
