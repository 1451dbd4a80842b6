import type { Sample, SampleSubject } from '../samples/sample.ts';

const SENDER = 'Shop <news@shop.example>';

function iso(at: number): string {
  return new Date(at).toISOString();
}

function mail({ address, id, at }: SampleSubject): object {
  return {
    timestamp: iso(at - 2_000),
    messageId: `${id}-000000`,
    source: SENDER,
    sourceArn: 'arn:aws:ses:us-east-1:123456789012:identity/shop.example',
    sendingAccountId: '123456789012',
    destination: [address],
    headersTruncated: false,
    commonHeaders: { from: [SENDER], to: [address], subject: 'Your receipt' },
    tags: { 'ses:configuration-set': ['bounce-ledger'] },
  };
}

function bounce(subject: SampleSubject, type: string, subType: string, recipient: object): object {
  return {
    eventType: 'Bounce',
    bounce: {
      feedbackId: `${subject.id}-feedback`,
      bounceType: type,
      bounceSubType: subType,
      bouncedRecipients: [{ emailAddress: subject.address, action: 'failed', ...recipient }],
      timestamp: iso(subject.at),
      reportingMTA: 'dsn; a8-50.smtp-out.amazonses.com',
    },
    mail: mail(subject),
  };
}

function complaint(subject: SampleSubject, feedbackType: string): object {
  return {
    eventType: 'Complaint',
    complaint: {
      feedbackId: `${subject.id}-feedback`,
      complaintSubType: null,
      complainedRecipients: [{ emailAddress: subject.address }],
      timestamp: iso(subject.at),
      arrivalDate: iso(subject.at),
      userAgent: 'Example-Feedback-Loop/1.0',
      complaintFeedbackType: feedbackType,
    },
    mail: mail(subject),
  };
}

function subscription(subject: SampleSubject, before: string, after: string): object {
  const preferences = (status: string) => ({
    unsubscribeAll: false,
    topicSubscriptionStatus: [{ topicName: 'newsletter', subscriptionStatus: status }],
  });
  return {
    eventType: 'Subscription',
    mail: mail(subject),
    subscription: {
      contactList: 'customers',
      timestamp: iso(subject.at),
      source: 'UnsubscribeHeader',
      oldTopicPreferences: preferences(before),
      newTopicPreferences: preferences(after),
    },
  };
}

/** The SES message of each kind of event, the same by SNS and by EventBridge. */
export const sesMessages: readonly Sample[] = [
  {
    name: 'bounce',
    kind: 'bounce',
    entry: (subject) =>
      bounce(subject, 'Permanent', 'General', {
        status: '5.1.1',
        diagnosticCode: `smtp; 550 5.1.1 <${subject.address}>: user unknown`,
      }),
  },
  {
    name: 'mailbox-full',
    kind: 'bounce',
    entry: (subject) =>
      bounce(subject, 'Transient', 'MailboxFull', {
        status: '4.2.2',
        diagnosticCode: 'smtp; 452 4.2.2 The mailbox is over its quota',
      }),
  },
  {
    name: 'suppressed',
    kind: 'dropped',
    entry: (subject) =>
      bounce(subject, 'Permanent', 'OnAccountSuppressionList', {
        status: '5.1.1',
        diagnosticCode:
          'Amazon SES did not send the message to this address because it is on the suppression list for your account.',
      }),
  },
  { name: 'complaint', kind: 'complaint', entry: (subject) => complaint(subject, 'abuse') },
  { name: 'not-spam', kind: 'other', entry: (subject) => complaint(subject, 'not-spam') },
  {
    name: 'delivery',
    kind: 'delivered',
    entry: (subject) => ({
      eventType: 'Delivery',
      mail: mail(subject),
      delivery: {
        timestamp: iso(subject.at),
        processingTimeMillis: 1_234,
        recipients: [subject.address],
        smtpResponse: '250 2.6.0 Message received',
        reportingMTA: 'a8-50.smtp-out.amazonses.com',
      },
    }),
  },
  {
    name: 'delivery-delay',
    kind: 'deferral',
    entry: (subject) => ({
      eventType: 'DeliveryDelay',
      mail: mail(subject),
      deliveryDelay: {
        timestamp: iso(subject.at),
        delayType: 'TransientCommunicationFailure',
        expirationTime: iso(subject.at + 12 * 3_600_000),
        delayedRecipients: [
          {
            emailAddress: subject.address,
            status: '4.4.1',
            diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host',
          },
        ],
      },
    }),
  },
  {
    name: 'reject',
    kind: 'dropped',
    entry: (subject) => ({ eventType: 'Reject', mail: mail(subject), reject: { reason: 'Bad content' } }),
  },
  {
    name: 'rendering-failure',
    kind: 'dropped',
    entry: (subject) => ({
      eventType: 'Rendering Failure',
      mail: mail(subject),
      failure: {
        templateName: 'receipt',
        errorMessage: "Attribute 'total' is not present in the rendering data.",
      },
    }),
  },
  { name: 'unsubscribe', kind: 'unsubscribe', entry: (subject) => subscription(subject, 'OptIn', 'OptOut') },
  { name: 'resubscribe', kind: 'resubscribe', entry: (subject) => subscription(subject, 'OptOut', 'OptIn') },
  { name: 'send', kind: 'other', entry: (subject) => ({ eventType: 'Send', mail: mail(subject), send: {} }) },
];
