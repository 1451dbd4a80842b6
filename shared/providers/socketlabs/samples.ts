import { record } from '../parsing/json.ts';
import { postJson } from '../samples/request.ts';
import type { ProviderSamples, SampleKey, SampleSubject } from '../samples/sample.ts';

function event(type: string, { address, id, at }: SampleSubject, more: object = {}): object {
  return {
    Type: type,
    DateTime: new Date(at).toISOString(),
    ServerId: 12345,
    SubaccountId: 12345,
    Address: address,
    MailingId: 'SL-1-1',
    MessageId: id,
    Data: { Meta: [{ Key: 'Campaign', Value: 'receipts' }], Tags: ['receipts'] },
    ...more,
  };
}

export const samples: ProviderSamples = {
  provider: 'socketlabs',
  batch: 1,
  samples: [
    {
      name: 'failed',
      kind: 'bounce',
      entry: (subject) =>
        event('Failed', subject, {
          FailureType: 'Permanent',
          FailureCode: 2001,
          BounceStatus: '5.1.1',
          DiagnosticCode: 'smtp;550 5.1.1 User unknown',
          Reason: '550 5.1.1 User unknown',
          RemoteMta: 'mx.example.com',
          FromAddress: 'news@shop.example',
        }),
    },
    {
      name: 'failed-temporary',
      kind: 'bounce',
      entry: (subject) =>
        event('Failed', subject, {
          FailureType: 'Temporary',
          FailureCode: 3001,
          BounceStatus: '4.2.2',
          DiagnosticCode: 'smtp;452 4.2.2 Mailbox full',
          Reason: '452 4.2.2 Mailbox full',
        }),
    },
    {
      name: 'suppressed',
      kind: 'dropped',
      entry: (subject) =>
        event('Failed', subject, {
          FailureType: 'Suppressed',
          FailureCode: 9999,
          Reason: 'Recipient is on the suppression list',
        }),
    },
    {
      name: 'deferred',
      kind: 'deferral',
      entry: (subject) =>
        event('Deferred', subject, { DeferralCode: 3003, Reason: '451 4.7.1 Greylisted, try again later' }),
    },
    {
      name: 'complaint',
      kind: 'complaint',
      entry: (subject) =>
        event('Complaint', subject, {
          FblType: 'abuse',
          UserAgent: 'Example-Feedback/2.0',
          From: 'news@shop.example',
          To: subject.address,
          Length: 1234,
        }),
    },
    {
      name: 'delivered',
      kind: 'delivered',
      entry: (subject) =>
        event('Delivered', subject, { Response: '250 2.0.0 OK', RemoteMta: 'mx.example.com' }),
    },
    {
      name: 'unsubscribe',
      kind: 'unsubscribe',
      entry: (subject) => event('Tracking', subject, { TrackingType: 'Unsubscribe', ClientIp: '192.0.2.99' }),
    },
    {
      name: 'click',
      kind: 'other',
      entry: (subject) => event('Tracking', subject, { TrackingType: 'Click', Url: 'https://shop.example/' }),
    },
    {
      name: 'queued',
      kind: 'other',
      entry: (subject) => event('Queued', subject, { Subject: 'Your receipt', MessageSize: 22775 }),
    },
  ],
  request: ([entry], key) => postJson(key, { ...record(entry), SecretKey: key.secret }),
};

/** What SocketLabs sends while an endpoint is set up: it wants the validation key back. */
export function socketlabsValidation(key: SampleKey, validationKey: string) {
  const DateTime = new Date(key.at).toISOString();
  return postJson(key, {
    Type: 'Validation',
    DateTime,
    ServerId: 12345,
    SecretKey: key.secret,
    ValidationKey: validationKey,
  });
}
