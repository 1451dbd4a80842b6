import type { WebhookRequest } from '../provider.ts';
import { postJson, withSecretInUrl } from '../samples/request.ts';
import type { ProviderSamples, SampleKey, SampleSubject } from '../samples/sample.ts';

export const SCALEWAY_TOPIC = 'arn:scw:sns:fr-par:project-1a2b3c4d:mail';

function event(type: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    id,
    type,
    organization_id: '6867048b-fe12-4e96-835e-41c79a39604b',
    project_id: '1a2b3c4d-fe12-4e96-835e-41c79a39604b',
    domain_id: '8cc8dd4d-a094-407a-89a3-9d004674e936',
    domain_name: 'shop.example',
    created_at: new Date(at).toISOString(),
    email_id: '5fbd92a0-1cc5-4d96-b22d-08e4dbd5e7a4',
    email_from: 'news@shop.example',
    email_to: address,
    email_headers: [{ key: 'Subject', value: 'Your receipt' }],
    ...more,
  };
}

function response(code: number, message: string) {
  return { email_response_code: code, email_response_message: message };
}

export const samples: ProviderSamples = {
  provider: 'scaleway',
  batch: 1,
  samples: [
    {
      name: 'email-dropped',
      kind: 'bounce',
      entry: (subject) => event('email_dropped', subject, response(554, '5.7.1 Refused by local policy')),
    },
    {
      name: 'email-mailbox-not-found',
      kind: 'bounce',
      entry: (subject) => event('email_mailbox_not_found', subject, response(550, '5.1.1 User unknown')),
    },
    {
      name: 'email-spam',
      kind: 'bounce',
      entry: (subject) => event('email_spam', subject, response(554, '5.7.1 Message is spam')),
    },
    {
      name: 'email-deferred',
      kind: 'deferral',
      entry: (subject) => event('email_deferred', subject, response(451, '4.7.1 Try again later')),
    },
    {
      name: 'email-blocklisted',
      kind: 'dropped',
      entry: (subject) => event('email_blocklisted', subject, { blocklist_type: 'mailbox_not_found' }),
    },
    {
      name: 'blocklist-created',
      kind: 'dropped',
      entry: (subject) =>
        event('blocklist_created', subject, { blocklist_type: 'mailbox_full', blocklist_reason: '' }),
    },
    {
      name: 'email-delivered',
      kind: 'delivered',
      entry: (subject) => event('email_delivered', subject, response(250, '2.0.0 OK')),
    },
    { name: 'email-queued', kind: 'other', entry: (subject) => event('email_queued', subject) },
  ],
  request: ([entry], key) => envelope(key, 'Notification', { Message: JSON.stringify(entry) }),
};

/** What Scaleway sends when a subscription is made: it wants the URL to be visited. */
export function scalewayConfirmation(key: SampleKey, SubscribeURL: string): WebhookRequest {
  return envelope(key, 'SubscriptionConfirmation', { Token: '2336412f37f', Message: '', SubscribeURL });
}

function envelope(key: SampleKey, Type: string, more: object): WebhookRequest {
  const body = {
    Type,
    MessageId: '29ed1cd4-5a2c-4a6e-a1c4-0d9f0e0d5c3b',
    TopicArn: SCALEWAY_TOPIC,
    Timestamp: new Date(key.at).toISOString(),
    ...more,
  };
  return postJson(withSecretInUrl(key), body, { 'x-amz-sns-message-type': Type });
}
