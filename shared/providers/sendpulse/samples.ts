import { postJson, withSecretInUrl } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    event: name,
    timestamp: Math.floor(at / 1000),
    message_id: id,
    recipient: address,
    sender: 'news@shop.example',
    subject: 'Your receipt',
    ...more,
  };
}

function response(code: string, subcode: string, text: string) {
  return {
    smtp_server_response_code: code,
    smtp_server_response_subcode: subcode,
    smtp_server_response: `${code} ${subcode} ${text}`,
  };
}

export const samples: ProviderSamples = {
  provider: 'sendpulse',
  batch: 500,
  samples: [
    {
      name: 'undelivered',
      kind: 'bounce',
      entry: (subject) => event('undelivered', subject, response('550', '5.1.1', 'User unknown')),
    },
    { name: 'spam-by-user', kind: 'complaint', entry: (subject) => event('spam_by_user', subject) },
    { name: 'unsubscribed', kind: 'unsubscribe', entry: (subject) => event('unsubscribed', subject) },
    { name: 'resubscribed', kind: 'resubscribe', entry: (subject) => event('resubscribed', subject) },
    {
      name: 'delivered',
      kind: 'delivered',
      entry: (subject) => event('delivered', subject, response('250', '2.0.0', 'OK')),
    },
    { name: 'opened', kind: 'other', entry: (subject) => event('opened', subject) },
  ],
  request: (entries, key) => postJson(withSecretInUrl(key), entries),
};
