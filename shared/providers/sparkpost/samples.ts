import { basicAuth, postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function event(
  eventClass: string,
  type: string,
  { address, id, at }: SampleSubject,
  more: object = {},
): object {
  const details = {
    type,
    event_id: id,
    timestamp: String(Math.floor(at / 1000)),
    message_id: `message-of-${id}`,
    transmission_id: '65832150921904138',
    rcpt_to: address.toLowerCase(),
    raw_rcpt_to: address,
    rcpt_type: 'to',
    subject: 'Your receipt',
    ...more,
  };
  return { msys: { [eventClass]: details } };
}

function rejected(bounceClass: string, errorCode: string, reason: string): object {
  return { bounce_class: bounceClass, error_code: errorCode, raw_reason: reason, reason };
}

export const samples: ProviderSamples = {
  provider: 'sparkpost',
  batch: 350,
  samples: [
    {
      name: 'bounce',
      kind: 'bounce',
      entry: (subject) =>
        event(
          'message_event',
          'bounce',
          subject,
          rejected('10', '550', '550 5.1.1 Recipient address rejected: User unknown'),
        ),
    },
    {
      name: 'out-of-band',
      kind: 'bounce',
      entry: (subject) =>
        event('message_event', 'out_of_band', subject, rejected('22', '552', '552 5.2.2 Mailbox full')),
    },
    {
      name: 'delay',
      kind: 'deferral',
      entry: (subject) =>
        event('message_event', 'delay', subject, rejected('70', '451', '451 4.7.1 Try again later')),
    },
    {
      name: 'policy-rejection',
      kind: 'dropped',
      entry: (subject) =>
        event(
          'message_event',
          'policy_rejection',
          subject,
          rejected('25', '550', '550 5.7.1 recipient address suppressed due to system policy'),
        ),
    },
    {
      name: 'auto-reply',
      kind: 'auto-reply',
      entry: (subject) => event('message_event', 'out_of_band', subject, rejected('60', '', 'Out of office')),
    },
    {
      name: 'spam-complaint',
      kind: 'complaint',
      entry: (subject) => event('message_event', 'spam_complaint', subject, { fbtype: 'abuse' }),
    },
    {
      name: 'list-unsubscribe',
      kind: 'unsubscribe',
      entry: (subject) => event('unsubscribe_event', 'list_unsubscribe', subject),
    },
    { name: 'delivery', kind: 'delivered', entry: (subject) => event('message_event', 'delivery', subject) },
    { name: 'open', kind: 'other', entry: (subject) => event('track_event', 'open', subject) },
  ],
  request: (entries, key) => postJson(key, entries, basicAuth(key.secret)),
};
