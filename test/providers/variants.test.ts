/** What ESPs sent in older versions, and what programs between an ESP and the ledger make of it: nothing is lost. */

import { describe, expect, it } from 'vitest';
import { samples as mailgunSamples } from '../../shared/providers/mailgun/samples.ts';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { providers } from '../../shared/providers/registry.ts';
import { contextOf, NOW, parse, post, postForm, sampleOf, verification } from './requests.ts';

const to = 'Ann@example.com';
const AT = NOW - 60_000;
const seconds = AT / 1000;
const iso = new Date(AT).toISOString();
const reply = '550 5.1.1 user unknown';

function read(name: string, request: WebhookRequest) {
  const provider = providers.get(name);
  if (!provider) throw new Error(`No reader for ${name}.`);
  return parse(provider, request);
}

type Expected = Readonly<Record<string, unknown>>;
const bounce: Expected = { kind: 'bounce', recipient: to, occurredAt: AT };
const hard: Expected = { ...bounce, permanent: true };

function expectOnly(name: string, request: WebhookRequest, expected: Expected): void {
  const { events, invalid } = read(name, request);
  expect(invalid).toEqual([]);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject(expected);
}

describe('SES, by other programs', () => {
  const mail = { messageId: 'm-1', timestamp: iso, destination: [to] };
  const details = { bounceType: 'Permanent', bounceSubType: 'NoEmail', timestamp: iso, feedbackId: 'f-1' };
  const message = {
    eventType: 'Bounce',
    mail,
    bounce: { ...details, bouncedRecipients: [{ emailAddress: to }] },
  };
  const text = JSON.stringify(message);
  const envelope = { Type: 'Notification', TopicArn: 'arn:aws:sns:us-east-1:1:t', Message: text };

  it.each<[string, unknown]>([
    ['an envelope whose message is an object already', { ...envelope, Message: message }],
    ['an envelope without its topic', { Type: 'Notification', Message: text }],
    ['a message and nothing else of the envelope', { Message: text }],
    ['a message as a queue hands it to a program', { MessageId: 'q', ReceiptHandle: 'r', Body: text }],
    [
      'messages as a queue hands them over',
      { Messages: [{ MessageId: 'q', Body: JSON.stringify(envelope) }] },
    ],
    ['a message that does not say its type', { ...message, eventType: undefined }],
    ['a bounce that names nobody, of a message that went to one', { ...message, bounce: details }],
  ])('reads %s', (_, body) => {
    expectOnly('ses', post(body), { ...hard, eventId: 'Bounce/f-1' });
  });

  it('takes a bounce without a recipient, of a message that went to several, as evidence on each', () => {
    const several = { ...message, mail: { ...mail, destination: [to, 'bo@example.com'] }, bounce: details };
    expect(read('ses', post(several)).events).toMatchObject([
      { kind: 'bounce', recipient: to, ambiguous: true },
      { kind: 'bounce', recipient: 'bo@example.com', ambiguous: true },
    ]);
  });

  it('does not open an envelope inside an envelope: nothing has verified the inner one', () => {
    const nested = { ...envelope, Message: JSON.stringify(envelope) };
    expect(() => read('ses', post(nested))).toThrow(/neither eventType nor notificationType/);
  });

  it('acknowledges the line of prose that sets a topic up, with raw delivery too', () => {
    const confirmation = 'Successfully validated SNS topic for Amazon SES event publishing.';
    expect(read('ses', post(confirmation))).toEqual({ events: [], invalid: [] });
  });

  it.each<[string, unknown]>([
    ['a list of events', [{ time: iso, detail: message }]],
    ['an event that does not say its type', { time: iso, detail: { ...message, eventType: undefined } }],
  ])('reads %s of EventBridge', (_, body) => {
    expectOnly('ses-eventbridge', post(body), hard);
  });
});

const postal = { id: 1, token: 't', to, from: 'me@shop.example' };
const mailgunEvent = {
  event: 'failed',
  severity: 'permanent',
  id: 'i',
  timestamp: seconds,
  recipient: to,
  'delivery-status': { code: 550, message: reply },
};
const mandrillEvent = {
  event: 'hard_bounce',
  _id: 'i',
  ts: seconds,
  msg: { email: to, diag: `smtp;${reply}` },
};
const sparkpostEvent = { type: 'bounce', bounce_class: '10', rcpt_to: to, timestamp: String(seconds) };
const unisender = { email: to, status: 'hard_bounced', event_time: iso };
const socketlabs = {
  Type: 'Failed',
  Address: to,
  DateTime: iso,
  FailureType: 'Permanent',
  FailureCode: 2001,
};

describe('an event of another shape', () => {
  it.each<[string, string, WebhookRequest, Expected]>([
    ['sendgrid', 'as a form', postForm({ event: 'bounce', email: to, timestamp: String(seconds) }), hard],
    ['mailgun', 'with event-data as text', post({ 'event-data': JSON.stringify(mailgunEvent) }), hard],
    ['mailgun', 'in a page of the Events API', post({ items: [mailgunEvent], paging: {} }), hard],
    [
      'mailgun',
      "by the webhook's own name",
      post({ 'event-data': { ...mailgunEvent, event: 'permanent_fail', severity: undefined } }),
      hard,
    ],
    [
      'mailgun',
      'as a form in parts whose header was lost',
      post(
        `--b\r\nContent-Disposition: form-data; name="event"\r\n\r\ncomplained\r\n--b\r\nContent-Disposition: form-data; name="recipient"\r\n\r\n${to}\r\n--b--\r\n`,
        { 'content-type': 'multipart/form-data' },
      ),
      { kind: 'complaint', recipient: to },
    ],
    [
      'postmark',
      'without a RecordType and a time',
      post({ Type: 'HardBounce', Email: to, ID: 7 }),
      { kind: 'bounce', recipient: to, permanent: true },
    ],
    [
      'postmark',
      'with nothing but the name of its type',
      post({ RecordType: 'Bounce', Name: 'Soft bounce', Email: to, BouncedAt: iso }),
      { ...bounce, permanent: false },
    ],
    [
      'postmark',
      'with a name that is not its type in other words',
      post({ RecordType: 'Bounce', Name: 'ISP block', Email: to, BouncedAt: iso }),
      { ...bounce, evidence: { espClass: 'Blocked', espCode: 1002 } },
    ],
    ['mandrill', 'with its field as JSON', post({ mandrill_events: JSON.stringify([mandrillEvent]) }), hard],
    ['mandrill', 'as a bare list', post([mandrillEvent]), hard],
    [
      'mandrill',
      "without a time of its own: its message's",
      postForm({
        mandrill_events: JSON.stringify([
          { ...mandrillEvent, ts: undefined, msg: { ...mandrillEvent.msg, ts: seconds } },
        ]),
      }),
      hard,
    ],
    ['sparkpost', 'of the Events API', post({ results: [sparkpostEvent], total_count: 1 }), hard],
    [
      'mailersend',
      'with its recipient beside the mail',
      post({
        type: 'activity.spam_complaints',
        data: { id: 'i', created_at: iso, recipient: { email: to } },
      }),
      { kind: 'complaint', recipient: to },
    ],
    [
      'resend',
      'with mailboxes as objects',
      post({ type: 'email.complained', created_at: iso, data: { to: [{ email: to, name: 'Ann' }] } }),
      { kind: 'complaint', recipient: to },
    ],
    [
      'resend',
      "with the server's reply for a message",
      post({
        type: 'email.bounced',
        created_at: iso,
        data: { to, bounce: { type: 'Permanent', message: reply } },
      }),
      { ...hard, evidence: { diagnostic: reply } },
    ],
    [
      'customerio',
      'of a person whose id is the address',
      post({
        object_type: 'customer',
        metric: 'unsubscribed',
        timestamp: seconds,
        data: { identifiers: { id: to } },
      }),
      { kind: 'unsubscribe', recipient: to },
    ],
    [
      'postal',
      'as the documentation shows it, without its envelope',
      post({ status: 'HardFail', output: reply, timestamp: seconds, message: postal }),
      hard,
    ],
    [
      'postal',
      'as the documentation shows a bounce',
      post({ original_message: postal, bounce: {}, timestamp: seconds }),
      bounce,
    ],
    ['unisender-go', 'without its name', post({ events: [{ event_data: unisender }] }), hard],
    [
      'infobip',
      'with the number of its group alone',
      post({ results: [{ to, messageId: 'm', doneAt: iso, status: { groupId: 2 }, error: {} }] }),
      bounce,
    ],
    [
      'scaleway',
      'of an entry of the blocklist',
      post({ type: 'blocklist_created', id: 'i', created_at: iso, email: to }),
      { kind: 'dropped', recipient: to },
    ],
    [
      'zeptomail',
      'of a copy',
      post({
        event_name: ['hardbounce'],
        event_message: [
          {
            email_info: { to: [], cc: [{ email_address: { address: to } }] },
            event_data: [{ details: [{ time: iso }] }],
          },
        ],
      }),
      hard,
    ],
    [
      'mailchimp',
      'with the address among the merge fields alone',
      postForm({
        type: 'unsubscribe',
        fired_at: '2026-05-01 11:59:00',
        'data[merges][EMAIL]': to,
        'data[list_id]': 'l',
      }),
      { kind: 'unsubscribe', recipient: to, occurredAt: AT },
    ],
    [
      'elasticemail',
      'that was suppressed',
      postForm({ to, status: 'Suppressed', date: '5/1/2026 11:59:00 AM' }),
      { kind: 'dropped', recipient: to, occurredAt: AT },
    ],
    [
      'socketlabs',
      'of a recipient who left, by the number of its tracking type',
      post({ ...socketlabs, Type: 'Tracking', TrackingType: 2 }),
      { kind: 'unsubscribe' },
    ],
  ])('is read from %s %s', (name, _, request, expected) => {
    expectOnly(name, request, expected);
  });

  it('is one for each contact that a change at Brevo names', () => {
    const { events } = read('brevo', post({ event: 'unsubscribe', email: [to, 'bo@example.com'] }));
    expect(events.map(({ recipient }) => recipient)).toEqual([to, 'bo@example.com']);
  });

  it('is a handshake of Azure in CloudEvents, and where only the header says so', () => {
    const data = { validationCode: 'C-1' };
    const handshake = { status: 200, body: { validationResponse: 'C-1' } };
    const azure = providers.get('azure');
    const type = 'Microsoft.EventGrid.SubscriptionValidationEvent';
    expect(azure?.handshake?.(post([{ type, data }]))).toEqual(handshake);
    const header = { 'aeg-event-type': 'SubscriptionValidation' };
    expect(azure?.handshake?.(post([{ id: '1', data }], header))).toEqual(handshake);
  });
});

describe('several events where the ESP sends one', () => {
  const verify = async (name: string, body: unknown, secret: string) => {
    const provider = providers.get(name);
    if (!provider) throw new Error(`No reader for ${name}.`);
    return verification(provider, post(body), contextOf([secret]));
  };

  it('each bring the secret key of SocketLabs', async () => {
    const own = { ...socketlabs, SecretKey: 'k' };
    expect(await verify('socketlabs', [own, own], 'k')).toEqual({ verified: true });
    expect(await verify('socketlabs', [own, socketlabs], 'k')).toMatchObject({ verified: false });
    expect(await verify('socketlabs', [own, { ...own, SecretKey: 'x' }], 'k')).toMatchObject({
      verified: false,
    });
  });

  it('are each signed by Mailgun', async () => {
    const { body } = sampleOf(mailgunSamples, 'complained');
    const signed: unknown = JSON.parse(body.toString());
    expect(await verify('mailgun', [signed, signed], 'local-secret')).toEqual({ verified: true });
    for (const bodies of [[], [signed, { 'event-data': mailgunEvent }]]) {
      expect(await verify('mailgun', bodies, 'local-secret')).toMatchObject({ verified: false });
    }
  });
});
