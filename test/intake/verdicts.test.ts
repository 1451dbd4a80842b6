/** From what an ESP posts to what a sender is told: reading, classifier, merging and policy together, without a store. */
import { describe, expect, test } from 'vitest';
import { openClassifier } from '../../shared/classifier/create.ts';
import localDefaults from '../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { createClassifiedEventMapper } from '../../shared/intake/classify-event.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { verdictsAt } from '../../shared/ledger/policy/verdicts.ts';
import { type AddressRecord, emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { merge } from '../ledger/events.ts';
import { NOW, parse, post, providerNamed } from '../providers/requests.ts';
import { ingestContext } from './fixture.ts';

const settings = resolveSettings(localDefaults);
const toClassifiedEvent = createClassifiedEventMapper(await openClassifier(), settings);
const policy = compilePolicy(settings);
/** The event that the ledger merges; none where it merges nothing. */
const merged = (...args: Parameters<typeof toClassifiedEvent>): readonly ClassifiedEvent[] => {
  const mapped = toClassifiedEvent(...args);
  return 'event' in mapped ? [mapped.event] : [];
};
const HOUR = 3_600;
const DAY = 24 * HOUR;
const now = NOW / 1000;

/** What a sender is told after one request: the reason and how many days it holds, `no end`, or `free`. */
function told(provider: string, body: unknown): string {
  const { events } = parse(providerNamed(provider), post(body));
  const known = events.flatMap((event) => merged(event, ingestContext(provider)));
  return verdictOf(merge(emptyRecord, known), now);
}

function verdictOf(record: AddressRecord, at: number): string {
  const [verdict] = verdictsAt(record, policy, at);
  if (verdict === undefined) return 'free';
  return `${verdict.suppressionReason} ${verdict.until === null ? 'no end' : (verdict.until - at) / DAY}`;
}

/** The record of an address after one body after another, each at its own time of receipt. */
function recordAfter(arrivals: ReadonlyArray<readonly [body: unknown, receivedAt: number]>): AddressRecord {
  return arrivals.reduce((known, [body, receivedAt]) => {
    const { events } = parse(providerNamed('sendgrid'), post(body));
    const context = ingestContext('sendgrid', { receivedAt });
    return merge(
      known,
      events.flatMap((event) => merged(event, context)),
    );
  }, emptyRecord);
}

const sendgrid = (event: string, more: object) => [
  { email: 'ann@example.com', timestamp: now, event, sg_event_id: 'e-1', ...more },
];
const sendgridBounce = (reason: string, status: string, type = 'bounce') =>
  sendgrid('bounce', { reason, status, type });

const sesMail = {
  timestamp: new Date(NOW).toISOString(),
  messageId: 'm-1',
  destination: ['ann@example.com'],
};
const sesBounce = (bounceType: string, bounceSubType: string, recipient: object = {}) => ({
  eventType: 'Bounce',
  bounce: {
    bounceType,
    bounceSubType,
    bouncedRecipients: [{ emailAddress: 'ann@example.com', ...recipient }],
    timestamp: new Date(NOW).toISOString(),
    feedbackId: 'f-1',
  },
  mail: sesMail,
});

const socketlabs = (more: object) => ({
  Type: 'Failed',
  DateTime: new Date(NOW).toISOString(),
  MessageId: 'm-1',
  Address: 'ann@example.com',
  ...more,
});

const mailgun = (more: object) => ({
  'event-data': { event: 'failed', id: 'e-1', timestamp: now, recipient: 'ann@example.com', ...more },
});
const mandrill = (reason: string) =>
  `mandrill_events=${encodeURIComponent(
    JSON.stringify([
      {
        event: 'reject',
        _id: 'e-1',
        ts: now,
        msg: { email: 'ann@example.com', state: 'rejected', reject: { reason } },
      },
    ]),
  )}`;
const sparkpost = (raw_reason: string) => [
  {
    msys: {
      message_event: {
        type: 'policy_rejection',
        event_id: 'e-1',
        rcpt_to: 'ann@example.com',
        timestamp: String(now),
        bounce_class: '25',
        error_code: '554',
        raw_reason,
      },
    },
  },
];

const infobip = (name: string, description: string) => ({
  results: [
    {
      messageId: 'm-1',
      to: 'ann@example.com',
      channel: 'EMAIL',
      doneAt: new Date(NOW).toISOString(),
      status: { groupName: 'REJECTED' },
      error: { name, description },
    },
  ],
});
const ahasend = (type: string, reason: string) => ({
  type,
  timestamp: new Date(NOW).toISOString(),
  data: { id: 'e-1', recipient: 'ann@example.com', reason },
});
const azure = (status: string, statusMessage: string) => [
  {
    id: 'e-1',
    eventType: 'Microsoft.Communication.EmailDeliveryReportReceived',
    eventTime: new Date(NOW).toISOString(),
    data: { recipient: 'ann@example.com', status, deliveryStatusDetails: { statusMessage } },
  },
];
const scaleway = (type: string, blocklist_type: string, blocklist_reason: string) => ({
  id: 'e-1',
  type,
  created_at: new Date(NOW).toISOString(),
  email_to: 'ann@example.com',
  blocklist_type,
  blocklist_reason,
});

describe('a drop suppresses when the ESP says that its own list has the address', () => {
  test.each([
    ['sendgrid', sendgrid('dropped', { reason: 'Bounced Address' })],
    ['sendgrid', sendgrid('dropped', { reason: 'Unsubscribed Address' })],
    ['sendgrid', sendgrid('dropped', { reason: 'Spam Reporting Address' })],
    ['sendgrid', sendgrid('dropped', { reason: 'Invalid' })],
    ['ses', sesBounce('Permanent', 'Suppressed')],
    ['ses', sesBounce('Permanent', 'OnAccountSuppressionList')],
    ['socketlabs', socketlabs({ FailureType: 'Suppressed', FailureCode: 9999 })],
    ['mailgun', mailgun({ severity: 'permanent', reason: 'suppress-unsubscribe' })],
    ['mailgun', mailgun({ severity: 'permanent', reason: 'old', 'delivery-status': { code: 607 } })],
    ['mandrill', mandrill('spam')],
    ['mandrill', mandrill('soft-bounce')],
    ['sparkpost', sparkpost('554 5.7.1 recipient address was suppressed due to customer policy')],
    ['generic', { id: 'e-1', kind: 'dropped', recipient: 'ann@example.com', listed: true }],
    ['infobip', infobip('EC_EMAIL_BLACKLISTED', 'Blocked for spam, 5.7.1')],
    ['ahasend', ahasend('message.suppressed', 'The sender is blocked: 550 5.7.1')],
    ['azure', azure('Suppressed', '550 5.7.26 unauthenticated')],
    ['scaleway', scaleway('blocklist_created', 'mailbox_full', '452 4.2.2 over quota')],
    ['scaleway', scaleway('email_blocklisted', 'mailbox_not_found', '550 5.7.1 blocked')],
  ])('%s %j', (provider, body) => {
    expect(told(provider, body)).toBe('esp-suppression no end');
  });
});

describe("every other drop is the sender's affair", () => {
  test.each([
    ['sendgrid', sendgrid('dropped', { reason: 'Spam Content' })],
    ['sendgrid', sendgrid('dropped', { reason: 'Invalid SMTPAPI header' })],
    ['sendgrid', sendgrid('dropped', { reason: 'Recipient List over Package Quota' })],
    ['sendgrid', sendgrid('dropped', { reason: 'an undocumented reason' })],
    ['ses', { eventType: 'Reject', reject: { reason: 'Bad content' }, mail: sesMail }],
    [
      'ses',
      {
        eventType: 'Rendering Failure',
        failure: { errorMessage: 'missing name', templateName: 't' },
        mail: sesMail,
      },
    ],
    ['mandrill', mandrill('unsigned')],
    ['mandrill', mandrill('invalid-sender')],
    ['mandrill', mandrill('test-mode-limit')],
    ['sparkpost', sparkpost('554 5.7.1 the sending domain is not configured')],
    ['generic', { id: 'e-1', kind: 'dropped', recipient: 'ann@example.com', code: 1004 }],
    ['generic', { id: 'e-1', kind: 'dropped', recipient: 'ann@example.com', listed: false }],
    ['generic', { id: 'e-1', kind: 'dropped', recipient: 'ann@example.com' }],
  ])('%s %j', (provider, body) => {
    expect(told(provider, body)).toBe('free');
  });
});

describe('a disabled account is suppressed on a 5xx, whichever class the ESP puts it into', () => {
  const disabled = 'the email account is disabled';
  test.each([
    ['sendgrid', sendgridBounce(`550 5.2.1 ${disabled}`, '5.2.1'), 'inactive 90'],
    ['sendgrid', sendgridBounce(`550 5.2.1 ${disabled}`, '5.2.1', 'blocked'), 'inactive 90'],
    ['sendgrid', sendgridBounce(`450 4.2.1 ${disabled}`, '4.2.1'), 'free'],
    [
      'ses',
      sesBounce('Transient', 'General', {
        status: '5.2.1',
        diagnosticCode: `smtp; 550 5.2.1 ${disabled}`,
      }),
      'inactive 90',
    ],
    [
      'socketlabs',
      socketlabs({ FailureType: 'Temporary', FailureCode: 3002, Reason: `550 5.2.1 ${disabled}` }),
      'inactive 90',
    ],
    ['socketlabs', socketlabs({ FailureType: 'Temporary', FailureCode: 3002, Reason: '' }), 'free'],
  ])('%s %j', (provider, body, expected) => {
    expect(told(provider, body)).toBe(expected);
  });
});

describe('what the address or its domain says of itself suppresses at once and permanently', () => {
  test.each([
    ['550 5.1.1 user unknown', '5.1.1', 'address-unknown no end'],
    ['', '5.1.1', 'address-unknown no end'],
    ['550 5.1.10 recipient not found', '5.1.10', 'address-unknown no end'],
    ['556 5.1.10 Recipient address has null MX', '5.1.10', 'address-invalid no end'],
    ['', '5.1.10', 'address-unknown no end'],
    ['', '5.7.17', 'address-invalid no end'],
    ['', '5.7.18', 'address-invalid no end'],
    ['', '5.7.13', 'inactive 90'],
    ['550', '', 'permanent-failure 1'],
    ['550 5.0.0 failed', '5.0.0', 'permanent-failure 1'],
    ['550 5.7.26 unauthenticated email is not accepted due to the DMARC policy', '5.7.26', 'free'],
  ])('%s / %s', (reason, status, expected) => {
    expect(told('sendgrid', sendgridBounce(reason, status))).toBe(expected);
  });
});

describe('an event that says it is of the future', () => {
  const ahead = now + 30 * DAY;
  const bounce = { reason: '550 5.1.1 User unknown', status: '5.1.1', type: 'bounce' };

  test('suppresses from its arrival on, however wrong the clock', () => {
    expect(told('sendgrid', sendgrid('bounce', { ...bounce, timestamp: ahead }))).toBe(
      'address-unknown no end',
    );
    const disabled = { reason: '550 5.2.1 The account is disabled', status: '5.2.1', type: 'bounce' };
    expect(told('sendgrid', sendgrid('bounce', { ...disabled, timestamp: 99_999_999_999 }))).toBe(
      'inactive 90',
    );
  });

  test('releases what failed before its arrival, and nothing after', () => {
    const [failed] = sendgrid('bounce', { reason: '550', type: 'bounce', timestamp: now - DAY });
    const [delivered] = sendgrid('delivered', { sg_event_id: 'e-2', timestamp: ahead });
    expect(told('sendgrid', [failed, delivered])).toBe('free');
    const record = recordAfter([
      [[delivered], NOW],
      [[{ ...failed, timestamp: now + DAY }], NOW + DAY * 1_000],
    ]);
    expect(verdictOf(record, now + DAY)).toBe('permanent-failure 1');
  });

  test('is one event with its later deliveries: the first arrival counts', () => {
    const arrivals = [NOW + 5 * 60_000, NOW, NOW + 60 * DAY * 1_000];
    const body = sendgrid('bounce', { ...bounce, timestamp: ahead });
    const record = recordAfter(arrivals.map((receivedAt) => [body, receivedAt]));
    expect(record.events.map(({ at }) => at)).toEqual([now]);
  });
});
