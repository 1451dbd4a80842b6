import { basicAuth, postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(name: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    event: name,
    time: Math.floor(at / 1000),
    MessageID: id,
    Message_GUID: `guid-of-${id}`,
    email: address,
    mj_campaign_id: 7173,
    mj_contact_id: 320,
    customcampaign: '',
    CustomID: 'receipts',
    Payload: '',
    ...more,
  };
}

export const samples: ProviderSamples = {
  provider: 'mailjet',
  batch: 100,
  samples: [
    {
      name: 'hard-bounce',
      kind: 'bounce',
      entry: (subject) =>
        event('bounce', subject, {
          blocked: false,
          hard_bounce: true,
          error_related_to: 'recipient',
          error: 'user unknown',
          comment: 'Host mx.example.com said: 550 5.1.1 User unknown',
        }),
    },
    {
      name: 'soft-bounce',
      kind: 'bounce',
      entry: (subject) =>
        event('bounce', subject, {
          blocked: false,
          hard_bounce: false,
          error_related_to: 'recipient',
          error: 'quota exceeded',
          comment: '452 4.2.2 Mailbox full',
        }),
    },
    {
      name: 'greylisted',
      kind: 'deferral',
      entry: (subject) =>
        event('bounce', subject, { hard_bounce: false, error_related_to: 'domain', error: 'greylisted' }),
    },
    {
      name: 'blocked',
      kind: 'dropped',
      entry: (subject) => event('blocked', subject, { error_related_to: 'mailjet', error: 'preblocked' }),
    },
    { name: 'spam', kind: 'complaint', entry: (subject) => event('spam', subject, { source: 'JMRPP' }) },
    {
      name: 'unsub',
      kind: 'unsubscribe',
      entry: (subject) => event('unsub', subject, { mj_list_id: 1, ip: '192.0.2.99' }),
    },
    {
      name: 'sent',
      kind: 'delivered',
      entry: (subject) => event('sent', subject, { smtp_reply: 'sent (250 2.0.0 OK)' }),
    },
    { name: 'open', kind: 'other', entry: (subject) => event('open', subject, { ip: '192.0.2.99' }) },
  ],
  request: (entries, key) => postJson(key, entries, basicAuth(key.secret)),
};
