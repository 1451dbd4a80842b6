import { basicAuth, postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleSubject } from '../samples/sample.ts';

function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, -1)}0000Z`;
}

function bounce(
  type: string,
  typeCode: number,
  { address, id, at }: SampleSubject,
  more: object = {},
): object {
  return {
    RecordType: type === 'SpamComplaint' ? 'SpamComplaint' : 'Bounce',
    MessageStream: 'outbound',
    ID: id,
    Type: type,
    TypeCode: typeCode,
    Name: type,
    MessageID: `message-of-${id}`,
    ServerID: 23,
    Email: address,
    From: 'news@shop.example',
    BouncedAt: iso(at),
    Inactive: false,
    CanActivate: true,
    Subject: 'Your receipt',
    ...more,
  };
}

function subscription(suppress: boolean, { address, id, at }: SampleSubject): object {
  return {
    RecordType: 'SubscriptionChange',
    MessageStream: 'outbound',
    MessageID: `message-of-${id}`,
    ServerID: 23,
    Recipient: address,
    ChangedAt: iso(at),
    Origin: 'Recipient',
    SuppressSending: suppress,
    SuppressionReason: suppress ? 'ManualSuppression' : null,
  };
}

export const samples: ProviderSamples = {
  provider: 'postmark',
  batch: 1,
  samples: [
    {
      name: 'hard-bounce',
      kind: 'bounce',
      entry: (subject) =>
        bounce('HardBounce', 1, subject, {
          Details: 'smtp;550 5.1.1 The email account that you tried to reach does not exist.',
          Description: 'The server was unable to deliver your message (ex: unknown user, mailbox not found).',
          Inactive: true,
        }),
    },
    {
      name: 'soft-bounce',
      kind: 'bounce',
      entry: (subject) =>
        bounce('SoftBounce', 4096, subject, { Details: 'smtp;452 4.2.2 The mailbox is over its quota' }),
    },
    {
      name: 'transient',
      kind: 'deferral',
      entry: (subject) => bounce('Transient', 2, subject, { Details: 'smtp;451 4.7.1 Try again later' }),
    },
    { name: 'auto-responder', kind: 'auto-reply', entry: (subject) => bounce('AutoResponder', 64, subject) },
    {
      name: 'deactivated',
      kind: 'dropped',
      entry: (subject) => bounce('ManuallyDeactivated', 100_002, subject),
    },
    {
      name: 'spam-complaint',
      kind: 'complaint',
      entry: (subject) => bounce('SpamComplaint', 100_001, subject),
    },
    { name: 'unsubscribe', kind: 'unsubscribe', entry: (subject) => subscription(true, subject) },
    { name: 'resubscribe', kind: 'resubscribe', entry: (subject) => subscription(false, subject) },
    {
      name: 'delivery',
      kind: 'delivered',
      entry: ({ address, id, at }) => ({
        RecordType: 'Delivery',
        MessageStream: 'outbound',
        MessageID: `message-of-${id}`,
        ServerID: 23,
        Recipient: address,
        DeliveredAt: iso(at),
        Details: 'smtp;250 2.0.0 OK',
      }),
    },
    {
      name: 'open',
      kind: 'other',
      entry: ({ address, id, at }) => ({
        RecordType: 'Open',
        MessageID: `message-of-${id}`,
        Recipient: address,
        ReceivedAt: iso(at),
        FirstOpen: true,
      }),
    },
  ],
  request: ([entry], key) => postJson(key, entry, basicAuth(key.secret)),
};
