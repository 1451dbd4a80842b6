import { record, recordAt, textOf } from '../parsing/json.ts';
import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';
import { standardWebhooksSignature } from '../signature/standard-webhooks.ts';

function event(eventName: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    eventName,
    webhookSchemaVersion: '1.0.0',
    eventTime: Math.floor(at / 1000),
    contactIdentity: { id: 'cm4mrprxp0012', email: address, userId: '42' },
    email: { id, emailMessageId: 'cm4mrpq8z0011', subject: 'Your receipt' },
    sourceType: 'campaign',
    campaignId: 'cm4mrpq8z0010',
    ...more,
  };
}

export const samples: ProviderSamples = {
  provider: 'loops',
  batch: 1,
  samples: [
    { name: 'hard-bounced', kind: 'bounce', entry: (subject) => event('email.hardBounced', subject) },
    { name: 'soft-bounced', kind: 'bounce', entry: (subject) => event('email.softBounced', subject) },
    { name: 'spam-reported', kind: 'complaint', entry: (subject) => event('email.spamReported', subject) },
    { name: 'unsubscribed', kind: 'unsubscribe', entry: (subject) => event('email.unsubscribed', subject) },
    { name: 'resubscribed', kind: 'resubscribe', entry: (subject) => event('email.resubscribed', subject) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => event('email.delivered', subject) },
    { name: 'opened', kind: 'other', entry: (subject) => event('email.opened', subject) },
  ],
  request: ([entry], key) => {
    const body = Buffer.from(JSON.stringify(entry));
    const seconds = Math.floor(key.at / 1000);
    const id = `msg_${textOf(recordAt(entry, 'email'), 'id')}-${textOf(record(entry), 'eventName')}`;
    const signed = { id, seconds, body };
    return post(key, 'application/json', body, {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': standardWebhooksSignature(key.secret, { key: 'base64', version: 'v1' }, signed),
    });
  },
};
