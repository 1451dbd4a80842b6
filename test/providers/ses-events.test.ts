import { describe, expect, it } from 'vitest';
import { InvalidPayloadError } from '../../shared/providers/provider.ts';
import { parseSesNotification } from '../../shared/providers/ses/notification.ts';
import { ses } from '../../shared/providers/ses/webhook.ts';
import { NOW, only, onlyFailure, parse, post } from './requests.ts';
import { message } from './ses-requests.ts';

describe('parsing other events of SES', () => {
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

  it('does not take not-spam for a complaint', () => {
    expect(only(ses, complaint({ complaintFeedbackType: 'not-spam' })).kind).toBe('other');
  });

  it('takes a complaint for evidence on each recipient where several may have complained', () => {
    const { events } = parse(ses, complaint({}, ['ann@example.com', 'bob@example.com']));
    expect(events).toMatchObject([
      { kind: 'complaint', recipient: 'ann@example.com', ambiguous: true },
      { kind: 'complaint', recipient: 'bob@example.com', ambiguous: true },
    ]);
  });

  it.each(['Bounce', 'Complaint', 'DeliveryDelay', 'Delivery'])(
    'reports a %s without any recipient as invalid',
    (notificationType) => {
      expect(() => parse(ses, post({ notificationType, mail: {} }))).toThrow(InvalidPayloadError);
    },
  );

  it('takes a complaint that is an echo of the account list for dropped', () => {
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
      const { events } = parse(ses, message({ eventType, failure }));
      expect(events.map(({ kind }) => kind)).toEqual(['dropped', 'dropped', 'dropped']);
    }
  });

  it('acknowledges what SES says when a topic is set up for an identity', () => {
    const welcome = { notificationType: 'AmazonSnsSubscriptionSucceeded', message: 'You have subscribed.' };
    expect(parse(ses, post(welcome))).toEqual({ events: [], invalid: [] });
  });

  it('reads a delivery as one of its own recipients', () => {
    const delivery = {
      timestamp: '2026-05-01T11:59:00Z',
      recipients: ['bob@example.com'],
      smtpResponse: '250 ok',
    };
    expect(parse(ses, message({ eventType: 'Delivery', delivery })).events).toMatchObject([
      { kind: 'delivered', recipient: 'bob@example.com' },
    ]);
  });

  it('reads a rejected message as dropped for everyone it was to go to', () => {
    const { events } = parse(ses, message({ eventType: 'Reject', reject: { reason: 'Bad content' } }));
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
    const changed = parse(ses, subscription(topics('OptOut', 'OptIn'))).events;
    expect(changed.map(({ kind, espList }) => [kind, espList])).toEqual([
      ['unsubscribe', 'news'],
      ['resubscribe', 'offers'],
    ]);
    expect(new Set(changed.map((event) => event.eventId)).size).toBe(2);
    const all = parse(ses, subscription({ unsubscribeAll: true })).events;
    expect(all.map(({ kind, espList }) => [kind, espList])).toEqual([['unsubscribe', undefined]]);
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
    expect(parse(ses, back).events.map(({ kind, espList }) => [kind, espList])).toEqual([
      ['resubscribe', undefined],
      ['unsubscribe', 'offers'],
    ]);
  });

  it('acknowledges an event it has never heard of', () => {
    expect(
      parse(ses, message({ eventType: 'Teleported', teleported: {} })).events.every(
        (event) => event.kind === 'other',
      ),
    ).toBe(true);
  });

  it.each([
    ['in the notification, as UTF-8', { content: 'Subject: x' }, Buffer.from('Subject: x')],
    [
      'in the notification, in base64',
      { content: 'U3ViamVjdDogeA==', receipt: { action: { type: 'SNS', encoding: 'BASE64' } } },
      Buffer.from('Subject: x'),
    ],
    [
      'in a bucket',
      { receipt: { action: { type: 'S3', bucketName: 'mails', objectKey: 'in/1' } } },
      { bucket: 'mails', key: 'in/1' },
    ],
  ])('hands a received mail to the mail reader: %s', (_, parts, content) => {
    const received = {
      notificationType: 'Received',
      mail: { destination: ['bounces@shop.example'] },
      ...parts,
    };
    const mail = { content, recipients: [], verdicts: {} };
    expect(parse(ses, post(received))).toEqual({ events: [], invalid: [], mails: [mail] });
  });

  it('hands over to whom the mail came, and what SES found of it', () => {
    const received = {
      notificationType: 'Received',
      content: 'Subject: x',
      receipt: {
        recipients: ['bounces+t@shop.example'],
        spamVerdict: { status: 'PASS' },
        virusVerdict: { status: 'FAIL' },
        spfVerdict: { status: 'PASS' },
        dkimVerdict: { status: 'GRAY' },
        dmarcVerdict: { status: 'PROCESSING_FAILED' },
      },
    };
    expect(parse(ses, post(received)).mails).toMatchObject([
      {
        recipients: ['bounces+t@shop.example'],
        verdicts: { spam: 'PASS', virus: 'FAIL', dkim: 'GRAY', dmarc: 'PROCESSING_FAILED' },
      },
    ]);
  });

  it('reports a received mail that is nowhere as invalid', () => {
    const received = { notificationType: 'Received', receipt: {} };
    expect(() => parse(ses, post(received))).toThrow(InvalidPayloadError);
  });

  it('refuses what is no message of SES', () => {
    expect(() => parseSesNotification('text', NOW)).toThrow(InvalidPayloadError);
    expect(() => parseSesNotification({ hello: 'world' }, NOW)).toThrow(InvalidPayloadError);
    expect(() => parse(ses, post('not JSON'))).toThrow(InvalidPayloadError);
  });
});
