import { post } from '../samples/request.ts';
import type { ProviderSamples, SampleKey, SampleSubject } from '../samples/sample.ts';
import { hmac } from '../signature/hmac.ts';

function event(name: string, { address, id, at }: SampleSubject, message: object = {}): object {
  const ts = Math.floor(at / 1000);
  return {
    event: name,
    ts,
    _id: id,
    msg: {
      _id: id,
      ts: ts - 2,
      email: address,
      sender: 'news@shop.example',
      subject: 'Your receipt',
      state: 'sent',
      tags: ['receipts'],
      ...message,
    },
  };
}

export const samples: ProviderSamples = {
  provider: 'mandrill',
  batch: 1_000,
  samples: [
    {
      name: 'hard-bounce',
      kind: 'bounce',
      entry: (subject) =>
        event('hard_bounce', subject, {
          state: 'bounced',
          bounce_description: 'bad_mailbox',
          bgtools_code: 10,
          diag: 'smtp;550 5.1.1 The email account that you tried to reach does not exist.',
        }),
    },
    {
      name: 'soft-bounce',
      kind: 'bounce',
      entry: (subject) =>
        event('soft_bounce', subject, {
          state: 'soft-bounced',
          bounce_description: 'mailbox_full',
          bgtools_code: 22,
          diag: 'smtp;552 5.2.2 Over Quota',
        }),
    },
    {
      name: 'deferral',
      kind: 'deferral',
      entry: (subject) =>
        event('deferral', subject, {
          state: 'deferred',
          smtp_events: [
            {
              type: 'deferred',
              diag: '451 4.3.5 Temporarily unavailable, try again later.',
              ts: subject.at / 1000,
            },
          ],
        }),
    },
    {
      name: 'reject',
      kind: 'dropped',
      entry: (subject) =>
        event('reject', subject, {
          state: 'rejected',
          reject: { reason: 'hard-bounce', last_event_at: '2026-01-01 00:00:00' },
        }),
    },
    { name: 'spam', kind: 'complaint', entry: (subject) => event('spam', subject, { state: 'spam' }) },
    { name: 'unsub', kind: 'unsubscribe', entry: (subject) => event('unsub', subject, { state: 'unsub' }) },
    { name: 'delivered', kind: 'delivered', entry: (subject) => event('delivered', subject) },
    { name: 'send', kind: 'other', entry: (subject) => event('send', subject) },
  ],
  request: (entries, key) => signedForm(key, JSON.stringify(entries), key.secret),
};

/** What Mandrill posts while a webhook is made: no event, and a key that everyone knows. */
export function mandrillSetup(key: SampleKey) {
  return signedForm(key, '[]', 'test-webhook');
}

function signedForm(key: SampleKey, events: string, secret: string) {
  const signature = hmac('sha1', secret, key.url, 'mandrill_events', events).toString('base64');
  const body = new URLSearchParams({ mandrill_events: events }).toString();
  return post(key, 'application/x-www-form-urlencoded', body, { 'x-mandrill-signature': signature });
}
