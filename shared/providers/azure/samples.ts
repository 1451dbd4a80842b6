import type { WebhookRequest } from '../provider.ts';
import { postJson, withSecretInUrl } from '../samples/request.ts';
import type { ProviderSamples, SampleKey, SampleSubject } from '../samples/sample.ts';

const TOPIC =
  '/subscriptions/1a2b3c4d/resourceGroups/mail/providers/microsoft.communication/communicationservices/shop';

function report(status: string, { address, id, at }: SampleSubject, statusMessage = ''): object {
  return {
    id,
    topic: TOPIC,
    subject: 'sender/news@shop.example/message/950850f5-bcdf-4315-b77a-6447cf56fac9',
    data: {
      sender: 'news@shop.example',
      recipient: address,
      internetMessageId: '<b3a9@shop.example>',
      messageId: '950850f5-bcdf-4315-b77a-6447cf56fac9',
      status,
      deliveryStatusDetails: { statusMessage, recipientMailServerHostName: 'mx.example.com' },
      deliveryAttemptTimestamp: new Date(at).toISOString(),
    },
    eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
    dataVersion: '1.0',
    metadataVersion: '1',
    eventTime: new Date(at).toISOString(),
  };
}

export const samples: ProviderSamples = {
  provider: 'azure',
  batch: 5_000,
  samples: [
    {
      name: 'bounced',
      kind: 'bounce',
      entry: (subject) => report('Bounced', subject, '550 5.1.1 User unknown'),
    },
    {
      name: 'failed',
      kind: 'bounce',
      entry: (subject) => report('Failed', subject, '421 4.4.2 Connection dropped'),
    },
    {
      name: 'quarantined',
      kind: 'bounce',
      entry: (subject) => report('Quarantined', subject, 'Message quarantined'),
    },
    {
      name: 'filtered-spam',
      kind: 'bounce',
      entry: (subject) => report('FilteredSpam', subject, 'Message identified as spam'),
    },
    { name: 'suppressed', kind: 'dropped', entry: (subject) => report('Suppressed', subject) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => report('Delivered', subject) },
    { name: 'expanded', kind: 'other', entry: (subject) => report('Expanded', subject) },
  ],
  request: (entries, key) => postJson(withSecretInUrl(key), entries, { 'aeg-event-type': 'Notification' }),
};

/** What Event Grid sends when a subscription is made: it wants the code back. */
export function azureValidation(key: SampleKey, validationCode: string): WebhookRequest {
  const event = {
    id: '2d1781af-3a4c-4d7c-bd0c-e34b19da4e66',
    topic: TOPIC,
    subject: '',
    data: { validationCode },
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: new Date(key.at).toISOString(),
    metadataVersion: '1',
    dataVersion: '1',
  };
  return postJson(withSecretInUrl(key), [event], { 'aeg-event-type': 'SubscriptionValidation' });
}
