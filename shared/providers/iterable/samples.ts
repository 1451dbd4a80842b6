import { basicAuth, postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(eventName: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    email: address,
    eventName,
    dataFields: {
      campaignId: 49313,
      campaignName: 'Receipts',
      messageId: id,
      templateId: 79190,
      emailSubject: 'Your receipt',
      createdAt: `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} +00:00`,
      ...more,
    },
  };
}

export const samples: ProviderSamples = {
  provider: 'iterable',
  batch: 1,
  samples: [
    {
      name: 'hard-bounce',
      kind: 'bounce',
      entry: (subject) => event('emailBounce', subject, { recipientState: 'HardBounce' }),
    },
    {
      name: 'soft-bounce',
      kind: 'bounce',
      entry: (subject) => event('emailBounce', subject, { recipientState: 'SoftBounce' }),
    },
    {
      name: 'complaint',
      kind: 'complaint',
      entry: (subject) => event('emailComplaint', subject, { recipientState: 'Complaint' }),
    },
    {
      name: 'unsubscribe',
      kind: 'unsubscribe',
      entry: (subject) => event('emailUnSubscribe', subject, { unsubSource: 'EmailLink' }),
    },
    {
      name: 'subscribe',
      kind: 'resubscribe',
      entry: (subject) => event('emailSubscribe', subject, { signupSource: 'PublicApi' }),
    },
    { name: 'send', kind: 'other', entry: (subject) => event('emailSend', subject) },
    { name: 'open', kind: 'other', entry: (subject) => event('emailOpen', subject) },
  ],
  request: ([entry], key) => postJson(key, entry, basicAuth(key.secret)),
};
