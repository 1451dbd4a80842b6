import { createPrivateKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { proveSns, signedText, snsEnvelope } from '../../shared/providers/proof/sns.ts';
import { UnreadableBody } from '../../shared/providers/provider.ts';
import {
  sampleCertificateUrl,
  sesSamples,
  sesSubscriptionConfirmation,
} from '../../shared/providers/samples/ses.ts';
import { sesMessages } from '../../shared/providers/samples/ses-messages.ts';
import { ses } from '../../shared/providers/ses.ts';
import { sesEventBridge } from '../../shared/providers/ses-eventbridge.ts';
import { readSesMessage } from '../../shared/providers/ses-events.ts';
import { ann, basic, contextOf, keyFor, NOW, only, onlyFailure, post, proof, TOPIC } from './requests.ts';

const key = keyFor(sesSamples);
const context = contextOf([key.secret]);
const [bounceSample] = sesMessages;
if (!bounceSample) throw new Error('There is no sample.');
const request = sesSamples.request([bounceSample.entry(ann)], key);
const envelope = snsEnvelope(request.body) ?? {};

/** The envelope with other fields, signed anew by the same key. */
function signedAgain(changes: object, digest = 'RSA-SHA256') {
  const changed = { ...envelope, ...changes };
  const signature = sign(
    digest,
    Buffer.from(signedText(changed) ?? ''),
    createPrivateKey(key.privateKey ?? ''),
  );
  return post(
    { ...changed, Signature: signature.toString('base64') },
    { 'content-type': 'text/plain; charset=UTF-8' },
  );
}

/** A message as SES publishes it, raw. */
function message(parts: object) {
  return post({
    mail: {
      timestamp: '2026-05-01T11:00:00Z',
      messageId: 'm-1',
      destination: ['ann@example.com', 'bob@example.com', 'eve@example.com'],
    },
    ...parts,
  });
}

function bounced(type: string, subType: string, recipient: object = {}) {
  const bounce = {
    bounceType: type,
    bounceSubType: subType,
    bouncedRecipients: [{ emailAddress: 'bob@example.com', ...recipient }],
    timestamp: '2026-05-01T11:59:00.000Z',
    feedbackId: 'f-1',
  };
  return message({ eventType: 'Bounce', bounce });
}

describe('SES in an SNS envelope', () => {
  it('takes both versions of the signature', async () => {
    expect(await proof(ses, signedAgain({ SignatureVersion: '2' }), context)).toEqual({ genuine: true });
    expect(await proof(ses, signedAgain({ SignatureVersion: '1' }, 'RSA-SHA1'), context)).toEqual({
      genuine: true,
    });
  });

  it('takes the spelling SigningCertUrl of a Lambda event', async () => {
    const { SigningCertURL, ...others } = envelope;
    const respelled = post({ ...others, SigningCertUrl: SigningCertURL });
    expect(await proof(ses, respelled, context)).toEqual({ genuine: true });
  });

  it('takes a message without a subject, which is then not signed', async () => {
    expect(await proof(ses, signedAgain({ Subject: undefined }), context)).toEqual({ genuine: true });
  });

  it('pitfall 2: refuses a valid signature for a topic that is not on the list', async () => {
    const stranger = 'arn:aws:sns:us-east-1:999999999999:anyone';
    expect(await proof(ses, signedAgain({ TopicArn: stranger }), context)).toMatchObject({ genuine: false });
    expect(await proof(ses, request, { ...context, topics: [] })).toMatchObject({ genuine: false });
  });

  it.each([
    [
      'a certificate at another host',
      { SigningCertURL: 'https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-0.pem' },
    ],
    [
      'a certificate of another region than the topic',
      { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem' },
    ],
    ['a certificate over http', { SigningCertURL: sampleCertificateUrl().replace('https', 'http') }],
    [
      'a certificate at another port',
      { SigningCertURL: sampleCertificateUrl().replace('.com/', '.com:8443/') },
    ],
    [
      'a certificate behind credentials',
      { SigningCertURL: sampleCertificateUrl().replace('://', '://a:b@') },
    ],
    [
      'a certificate at another path',
      { SigningCertURL: 'https://sns.us-east-1.amazonaws.com/?Action=Publish' },
    ],
    ['no certificate', { SigningCertURL: '' }],
    ['a signature version of the future', { SignatureVersion: '3' }],
    ['a type that is none', { Type: 'Something' }],
  ])('refuses %s', async (_, changes) => {
    expect(await proof(ses, signedAgain(changes), context)).toMatchObject({ genuine: false });
  });

  it.each([
    ['Message', '{}'],
    ['Subject', 'Another'],
    ['Timestamp', '2020-01-01T00:00:00Z'],
    ['MessageId', 'x'],
  ])('refuses another %s under the same signature', async (name, value) => {
    expect(await proof(ses, post({ ...envelope, [name]: value }), context)).toMatchObject({ genuine: false });
  });

  it('refuses a signature with more behind it', async () => {
    const longer = post({ ...envelope, Signature: `${String(envelope.Signature)}eA==` });
    expect(await proof(ses, longer, context)).toMatchObject({ genuine: false });
  });

  it('refuses when the certificate cannot be had', async () => {
    const certificate = async () => {
      throw new Error('timeout');
    };
    expect(await proof(ses, request, { ...context, certificate })).toMatchObject({ genuine: false });
  });

  it('knows the host of the regions of China', async () => {
    const topic = 'arn:aws-cn:sns:cn-north-1:123456789012:ses';
    const url = 'https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-0.pem';
    const chinese = signedAgain({ TopicArn: topic, SigningCertURL: url });
    expect(await proveSns(chinese, { ...context, topics: [topic] })).toEqual({ genuine: true });
  });

  it('confirms a subscription at its own host only', async () => {
    const confirmation = sesSubscriptionConfirmation(key);
    expect(await proof(ses, confirmation, context)).toEqual({ genuine: true });
    expect(ses.greet?.(confirmation)).toMatchObject({
      status: 200,
      confirm: expect.stringContaining('https://sns.us-east-1.amazonaws.com/'),
    });

    const elsewhere = { ...snsEnvelope(confirmation.body), SubscribeURL: 'https://evil.example/' };
    const forged = signedAgain(elsewhere);
    expect(await proof(ses, forged, context)).toMatchObject({ genuine: false });
    expect(ses.greet?.(forged)).toBeNull();
  });

  it('acknowledges the end of a subscription, and the line of prose that follows a new one', () => {
    expect(ses.greet?.(post({ ...envelope, Type: 'UnsubscribeConfirmation' }))).toEqual({ status: 200 });
    const prose = post({
      ...envelope,
      Message: 'Successfully validated SNS topic for Amazon SES event publishing.',
    });
    expect(ses.read(prose)).toEqual({ events: [], broken: [] });
  });

  it.each(['events', 'items', 'data', 'detail', 'bounce'])(
    'reads nothing that was put beside the fields that are signed: %s',
    async (beside) => {
      const forged = { emailAddress: 'eve@example.com' };
      const bounce = { bounceType: 'Permanent', bouncedRecipients: [forged] };
      const body = { ...envelope, [beside]: [{ eventType: 'Bounce', bounce, bouncedRecipients: [forged] }] };
      expect(await proof(ses, post(body), context)).toEqual({ genuine: true });
      expect(ses.read(post(body)).events).toEqual(ses.read(request).events);
    },
  );

  it('does not open an envelope inside the envelope: nobody signed that one for us', () => {
    expect(() => ses.read(post({ ...envelope, Message: JSON.stringify(envelope) }))).toThrow(UnreadableBody);
  });
});

describe('SES through a function that passes its event on', () => {
  const record = (changes: object = {}) => {
    const { SigningCertURL, UnsubscribeURL, ...fields } = { ...envelope, ...changes };
    return {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `${TOPIC}:6b0e71bd`,
      Sns: {
        ...fields,
        SigningCertUrl: SigningCertURL,
        UnsubscribeUrl: UnsubscribeURL,
        MessageAttributes: {},
      },
    };
  };

  it('reads each record of a topic, once all of them are proven', async () => {
    const event = post({ Records: [record(), record()] });
    expect(await proof(ses, event, context)).toEqual({ genuine: true });
    expect(ses.read(event).events.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['bounce', 'ann@example.com'],
      ['bounce', 'ann@example.com'],
    ]);
    const forged = post({ Records: [record(), record({ Message: '{}' })] });
    expect(await proof(ses, forged, context)).toMatchObject({ genuine: false });
  });

  it('reads what a queue held, as envelopes or raw', async () => {
    const queued = (body: unknown) => ({ eventSource: 'aws:sqs', body: JSON.stringify(body) });
    const enveloped = post({ Records: [queued(envelope)] });
    expect(await proof(ses, enveloped, context)).toEqual({ genuine: true });
    expect(only(ses, enveloped).recipient).toBe('ann@example.com');

    const raw = post({ Records: [queued(bounceSample.entry(ann))] });
    expect(await proof(ses, raw, context)).toMatchObject({ genuine: false });
    expect(only(ses, raw).recipient).toBe('ann@example.com');
  });

  it('reads the good records beside a broken one', () => {
    const { events, broken } = ses.read(post({ Records: [{ body: '{"hello":"world"}' }, record()] }));
    expect(events).toHaveLength(1);
    expect(broken).toEqual([{ index: 0, fault: 'The message has neither eventType nor notificationType.' }]);
  });
});

describe('SES by raw delivery', () => {
  it('pitfall 3: is refused without a secret, for it has no signature', async () => {
    const raw = bounced('Permanent', 'General');
    const byHeader = {
      ...raw,
      headers: { ...raw.headers, 'x-amz-sns-rawdelivery': 'true', 'x-amz-sns-topic-arn': TOPIC },
    };
    expect(await proof(ses, byHeader, contextOf(['hook:secret']))).toMatchObject({ genuine: false });
    expect(
      await proof(ses, { ...byHeader, headers: basic('hook:secret') }, contextOf(['hook:secret'])),
    ).toEqual({ genuine: true });
    expect(await proof(ses, byHeader, contextOf([]))).toMatchObject({ genuine: false });
  });
});

describe('reading a bounce of SES', () => {
  it('pitfall 4: is about its own recipients at its own time, not those of the message', () => {
    const event = onlyFailure(
      ses,
      bounced('Permanent', 'General', { status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 no' }),
    );
    expect(event).toEqual({
      kind: 'bounce',
      recipient: 'bob@example.com',
      permanent: true,
      occurredAt: Date.parse('2026-05-01T11:59:00Z'),
      eventId: 'Bounce/f-1',
      evidence: {
        diagnostic: 'smtp; 550 5.1.1 no',
        status: '5.1.1',
        espClass: 'Permanent/General',
        espCode: 2999,
      },
    });
  });

  it.each([
    ['Permanent', 'NoEmail', {}, 'bounce', true, 2001],
    ['Transient', 'General', {}, 'bounce', false, 3999],
    ['Transient', 'MailboxFull', {}, 'bounce', false, 3001],
    ['Transient', 'ContentRejected', {}, 'bounce', false, 1004],
    ['Undetermined', 'Undetermined', {}, 'bounce', null, 9999],
    ['Permanent', 'SomethingNew', {}, 'bounce', true, 2999],
    ['SomethingNew', 'General', {}, 'bounce', null, 9999],
  ])('%s/%s %j is a %s, permanent %s, code %s', (type, subType, recipient, kind, permanent, code) => {
    expect(onlyFailure(ses, bounced(type, subType, recipient))).toMatchObject({
      kind,
      permanent,
      evidence: { espCode: code },
    });
  });

  it('pitfall 5: is permanent when it is called transient and the status says 5', () => {
    expect(onlyFailure(ses, bounced('Transient', 'General', { status: '5.4.4' })).permanent).toBe(true);
  });

  it('pitfall 5: is not known to be permanent when SES could not tell, as with an out-of-office reply', () => {
    expect(onlyFailure(ses, bounced('Undetermined', 'Undetermined')).permanent).toBeNull();
    expect(onlyFailure(ses, bounced('Transient', 'General')).permanent).toBe(false);
  });

  it('pitfall 6: counts as a bounce once SES gave up, though the status says 4', () => {
    expect(onlyFailure(ses, bounced('Transient', 'General', { status: '4.4.7' }))).toMatchObject({
      kind: 'bounce',
      permanent: false,
    });
  });

  it('pitfall 6: has one id as an identity notification and as an event', () => {
    const event = bounced('Permanent', 'General');
    const { eventType, ...parts } = JSON.parse(event.body.toString());
    expect(only(ses, post({ ...parts, notificationType: eventType })).eventId).toBe(only(ses, event).eventId);
  });

  it.each(['Suppressed', 'OnAccountSuppressionList', 'UnsubscribedRecipient'])(
    'pitfall 7: is an echo, not a bounce, when the reason is the list %s',
    (subType) => {
      expect(onlyFailure(ses, bounced('Permanent', subType)).kind).toBe('dropped');
    },
  );

  it('pitfall 17: goes on when one of its recipients cannot be read', () => {
    const bounce = {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        { emailAddress: 'a@example.com' },
        { action: 'failed' },
        { emailAddress: 'b@example.com' },
      ],
    };
    const { events, broken } = ses.read(message({ eventType: 'Bounce', bounce }));
    expect(events.map((event) => event.recipient)).toEqual(['a@example.com', 'b@example.com']);
    expect(broken).toEqual([{ index: 1, fault: 'The event names no recipient.' }]);
  });

  it('pitfall 18: keeps the recipient as SES wrote it', () => {
    const event = only(
      ses,
      bounced('Permanent', 'General', { emailAddress: '"Doe, Bob" <Bob+Tag@Example.com>' }),
    );
    expect(event.recipient).toBe('"Doe, Bob" <Bob+Tag@Example.com>');
  });

  it('takes the time of the envelope, then of its arrival, where the bounce has none', () => {
    const bare = {
      eventType: 'Bounce',
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'a@example.com' }] },
      mail: {},
    };
    expect(only(ses, post(bare)).occurredAt).toBe(NOW);
    const wrapped = post({ ...envelope, Timestamp: '2026-05-01T10:00:00Z', Message: JSON.stringify(bare) });
    expect(only(ses, wrapped).occurredAt).toBe(Date.parse('2026-05-01T10:00:00Z'));
  });
});

describe('reading other events of SES', () => {
  const complaint = (parts: object, recipients = ['ann@example.com']) =>
    message({
      notificationType: 'Complaint',
      complaint: {
        complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
        feedbackId: 'f-2',
        timestamp: '2026-05-01T11:59:00Z',
        ...parts,
      },
    });

  it('reads a complaint, also one that does not say of what kind', () => {
    expect(only(ses, complaint({ complaintFeedbackType: 'abuse' })).kind).toBe('complaint');
    expect(only(ses, complaint({})).kind).toBe('complaint');
    expect(only(ses, complaint({ complaintFeedbackType: 'invented' })).kind).toBe('complaint');
  });

  it('pitfall 8: does not take not-spam for a complaint', () => {
    expect(only(ses, complaint({ complaintFeedbackType: 'not-spam' })).kind).toBe('other');
  });

  it('pitfall 8: names each recipient who may have complained', () => {
    const { events } = ses.read(complaint({}, ['ann@example.com', 'bob@example.com']));
    expect(events.map((event) => event.recipient)).toEqual(['ann@example.com', 'bob@example.com']);
  });

  it('pitfall 7: takes a complaint that is an echo of the account list for dropped', () => {
    expect(only(ses, complaint({ complaintSubType: 'OnAccountSuppressionList' })).kind).toBe('dropped');
  });

  it('reads a delay with its reply', () => {
    const deliveryDelay = {
      delayType: 'IPFailure',
      timestamp: '2026-05-01T11:59:00Z',
      delayedRecipients: [
        { emailAddress: 'ann@example.com', status: '4.7.1', diagnosticCode: 'smtp; 421 4.7.1 Try later' },
      ],
    };
    expect(onlyFailure(ses, message({ eventType: 'DeliveryDelay', deliveryDelay }))).toMatchObject({
      kind: 'deferral',
      permanent: false,
      evidence: {
        diagnostic: 'smtp; 421 4.7.1 Try later',
        status: '4.7.1',
        espClass: 'IPFailure',
        espCode: 1003,
      },
    });
  });

  it.each([
    ['OnTenantSuppressionList', 2999],
    ['EmailValidationSuppressed', 2999],
  ])('pitfall 7: takes Permanent/%s for an echo', (subType, espCode) => {
    expect(onlyFailure(ses, bounced('Permanent', subType))).toMatchObject({
      kind: 'dropped',
      recipient: 'bob@example.com',
      permanent: true,
      evidence: { espClass: `Permanent/${subType}`, espCode },
    });
  });

  it("does not count a complaint that was the tenant's suppression list", () => {
    const complaint = {
      complaintSubType: 'OnTenantSuppressionList',
      complainedRecipients: [{ emailAddress: 'bob@example.com' }],
    };
    expect(onlyFailure(ses, message({ eventType: 'Complaint', complaint })).kind).toBe('dropped');
  });

  it('knows a rendering failure with and without the space in its name', () => {
    const failure = { templateName: 'welcome', errorMessage: 'Attribute name is not present' };
    for (const eventType of ['Rendering Failure', 'RenderingFailure', 'RENDERING_FAILURE']) {
      const { events } = ses.read(message({ eventType, failure }));
      expect(events.map(({ kind }) => kind)).toEqual(['dropped', 'dropped', 'dropped']);
    }
  });

  it('touches the bounced recipient alone however the type is written', () => {
    const bounce = {
      bounceType: 'PERMANENT',
      bounceSubType: 'NoEmail',
      bouncedRecipients: [{ emailAddress: 'bob@example.com' }],
    };
    for (const eventType of ['Bounce', 'bounce', 'BOUNCE']) {
      expect(onlyFailure(ses, message({ eventType, bounce }))).toMatchObject({
        recipient: 'bob@example.com',
        permanent: true,
        evidence: { espCode: 2001 },
      });
    }
  });

  it('reads one recipient that is no list, as a list of one', () => {
    const bounce = { bounceType: 'Permanent', bouncedRecipients: { emailAddress: 'bob@example.com' } };
    expect(only(ses, message({ notificationType: 'Bounce', bounce })).recipient).toBe('bob@example.com');
  });

  it('acknowledges what SES says when a topic is set up for an identity', () => {
    const welcome = { notificationType: 'AmazonSnsSubscriptionSucceeded', message: 'You have subscribed.' };
    expect(ses.read(post(welcome))).toEqual({ events: [], broken: [] });
  });

  it('reads a delivery as one of its own recipients', () => {
    const delivery = {
      timestamp: '2026-05-01T11:59:00Z',
      recipients: ['bob@example.com'],
      smtpResponse: '250 ok',
    };
    expect(ses.read(message({ eventType: 'Delivery', delivery })).events).toMatchObject([
      { kind: 'delivered', recipient: 'bob@example.com' },
    ]);
  });

  it('reads a rejected message as dropped for everyone it was to go to', () => {
    const { events } = ses.read(message({ eventType: 'Reject', reject: { reason: 'Bad content' } }));
    expect(events.map((event) => event.kind)).toEqual(['dropped', 'dropped', 'dropped']);
  });

  it('reads a subscription topic by topic, and leaving everything as one', () => {
    const topics = (news: string, offers: string) => ({
      unsubscribeAll: false,
      topicSubscriptionStatus: [
        { topicName: 'news', subscriptionStatus: news },
        { topicName: 'offers', subscriptionStatus: offers },
      ],
    });
    const subscription = (next: object) =>
      post({
        eventType: 'Subscription',
        mail: { messageId: 'm-1', destination: ['ann@example.com'] },
        subscription: {
          timestamp: '2026-05-01T11:59:00Z',
          oldTopicPreferences: topics('OptIn', 'OptOut'),
          newTopicPreferences: next,
        },
      });
    const changed = ses.read(subscription(topics('OptOut', 'OptIn'))).events;
    expect(changed.map(({ kind, list }) => [kind, list])).toEqual([
      ['unsubscribe', 'news'],
      ['resubscribe', 'offers'],
    ]);
    expect(new Set(changed.map((event) => event.eventId)).size).toBe(2);
    const all = ses.read(subscription({ unsubscribeAll: true })).events;
    expect(all.map(({ kind, list }) => [kind, list])).toEqual([['unsubscribe', undefined]]);
  });

  it('reads the return from leaving everything, but for the topics still left', () => {
    const back = post({
      eventType: 'Subscription',
      mail: { messageId: 'm-1', destination: ['ann@example.com'] },
      subscription: {
        timestamp: '2026-05-01T11:59:00Z',
        oldTopicPreferences: { unsubscribeAll: true },
        newTopicPreferences: {
          unsubscribeAll: false,
          topicSubscriptionStatus: [{ topicName: 'offers', subscriptionStatus: 'OptOut' }],
        },
      },
    });
    expect(ses.read(back).events.map(({ kind, list }) => [kind, list])).toEqual([
      ['resubscribe', undefined],
      ['unsubscribe', 'offers'],
    ]);
  });

  it('acknowledges an event it has never heard of', () => {
    expect(
      ses
        .read(message({ eventType: 'Teleported', teleported: {} }))
        .events.every((event) => event.kind === 'other'),
    ).toBe(true);
  });

  it('leaves a received mail to the room that reads mails', () => {
    const received = {
      notificationType: 'Received',
      mail: { destination: ['bounces@shop.example'] },
      receipt: {},
    };
    expect(ses.read(post(received))).toEqual({ events: [], broken: [] });
  });

  it('refuses what is no message of SES', () => {
    expect(() => readSesMessage('text', NOW)).toThrow(UnreadableBody);
    expect(() => readSesMessage({ hello: 'world' }, NOW)).toThrow(UnreadableBody);
    expect(() => ses.read(post('not JSON'))).toThrow(UnreadableBody);
  });
});

describe('SES through EventBridge', () => {
  it('reads the same object from detail, with the same id', () => {
    const detail = bounceSample.entry(ann);
    const event = { 'detail-type': 'Email Bounced', source: 'aws.ses', time: '2026-05-01T11:59:30Z', detail };
    expect(sesEventBridge.family).toBe('ses');
    expect(only(sesEventBridge, post(event))).toEqual(only(ses, request));
  });

  it('is read from a topic that its rule has for a target, and with an input path of $.detail', () => {
    const detail = bounceSample.entry(ann);
    const event = { 'detail-type': 'Email Bounced', source: 'aws.ses', detail };
    expect(only(ses, post({ ...envelope, Message: JSON.stringify(event) }))).toEqual(only(ses, request));
    expect(only(sesEventBridge, post(detail))).toEqual(only(ses, request));
  });

  it('takes the secret from the connection of an API destination', async () => {
    const event = post({ detail: bounceSample.entry(ann) }, { 'x-api-key': 'local-secret' });
    expect(await proof(sesEventBridge, event, contextOf(['local-secret']))).toEqual({ genuine: true });
  });

  it.each(['Sending Status Disabled', 'Advisor Recommendation Status Open'])(
    'stores nothing of %s',
    (type) => {
      const detail = { version: '1.0.0', data: 'SPF record was not found.' };
      const event = post({ 'detail-type': type, source: 'aws.ses', time: '2026-05-01T11:59:30Z', detail });
      expect(sesEventBridge.read(event)).toEqual({ events: [], broken: [] });
    },
  );

  it('refuses an event without a detail', () => {
    expect(() => sesEventBridge.read(post({ source: 'aws.ses' }))).toThrow(UnreadableBody);
  });
});
