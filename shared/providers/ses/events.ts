import type { FailureEvidence, ReportedEvent } from '../../events/event.ts';
import { readEach } from '../parsing/batch.ts';
import { eventId, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import {
  at,
  booleanOf,
  field,
  isRecord,
  type JsonRecord,
  list,
  record,
  recordAt,
  textOf,
} from '../parsing/json.ts';
import { readTime } from '../parsing/time.ts';
import { InvalidPayloadError, type ParsedEvents } from '../provider.ts';
import { sesBounces, sesComplaints, sesDelays, sesEvents } from './event-map.ts';

/** What SES says of one message, whichever way it came: the part of the object named after the event. */
interface SesEvent {
  readonly type: string;
  readonly word: EventMapping;
  /** `bounce`, `complaint`, `delivery`, ... */
  readonly details: JsonRecord;
  readonly messageId: string | undefined;
  readonly destination: readonly unknown[];
  /** Milliseconds since 1970, of the event and not of the message. */
  readonly occurredAt: number;
}

/**
 * Reads one SES message object: an identity notification (`notificationType`), an event of event publishing
 * (`eventType`), or EventBridge's `detail`. `receivedAt` (milliseconds since 1970) stands in for a missing time.
 *
 * @throws InvalidPayloadError when the value is no SES message
 */
export function readSesMessage(published: unknown, receivedAt: number): ParsedEvents {
  const message = unwrapRedelivery(published);
  if (!isRecord(message)) throw new InvalidPayloadError('The message is not a JSON object of SES.');
  const type = sesMessageType(message);
  if (type === undefined && message !== published) return { events: [], invalid: [] };
  if (type === undefined)
    throw new InvalidPayloadError('The message has neither eventType nor notificationType.');
  if (type === RECEIVED) return { events: [], invalid: [] };
  const word = mapEvent(sesEvents, type) ?? UNMAPPED;
  const details = record(at(message, detailKey(type)));
  const mail = recordAt(message, 'mail');
  const event: SesEvent = {
    type,
    word,
    details,
    messageId: textOf(mail, 'messageId'),
    destination: list(at(mail, 'destination')),
    occurredAt: readTime(textOf(details, 'timestamp')) ?? receivedAt,
  };
  if (type === 'Subscription') return readSubscription(event);
  return readEach(affectedBy(event), (recipient) => readRecipient(event, recipient));
}

/**
 * EventBridge puts the object into `detail`, and a rule of it may have a topic for its target. A detail without a type
 * is about the account: its sending was stopped, an advice was given.
 */
function unwrapRedelivery(published: unknown): unknown {
  const detail = at(published, 'detail');
  return isRecord(detail) && sesMessageType(record(published)) === undefined ? detail : published;
}

/** A mail that SES received for the operator, which is no event of a sent message. */
const RECEIVED = 'Received';

/**
 * The type as the documentation of event publishing writes it, however this message does; of a message that does not
 * say it, the one whose details it holds.
 */
function sesMessageType(message: JsonRecord): string | undefined {
  const stated = textOf(message, 'eventType') ?? textOf(message, 'notificationType');
  if (stated !== undefined) return typesAsWritten.get(plain(stated)) ?? stated;
  return SES_TYPES.find((type) => isRecord(field(message, detailKey(type))));
}

function plain(type: string): string {
  return type.toLowerCase().replace(/[ _]/g, '');
}

const SES_TYPES = [
  'Bounce',
  'Complaint',
  'Delivery',
  'DeliveryDelay',
  'Reject',
  'Rendering Failure',
  'Subscription',
];

const typesAsWritten: ReadonlyMap<string, string> = new Map(
  [...SES_TYPES, RECEIVED].map((type) => [plain(type), type]),
);

function detailKey(type: string): string {
  return detailKeys.get(type) ?? type.toLowerCase();
}

/** Where the details stand when it is not the event's name in lower case. */
const detailKeys: ReadonlyMap<string, string> = new Map([
  ['DeliveryDelay', 'deliveryDelay'],
  ['Rendering Failure', 'failure'],
]);

/**
 * Only the recipients that the event is about: `mail.destination` names everyone the message went to, and counts for
 * the events that are about the message as a whole, and where it names no more than one.
 *
 * @throws InvalidPayloadError when nothing says which of several recipients is meant
 */
function affectedBy({ type, details, destination }: SesEvent): readonly unknown[] {
  const key = recipientKeys.get(type);
  const affected = key === undefined ? destination : list(at(details, key));
  if (affected.length > 0) return affected;
  if (destination.length > 1 && type !== 'Delivery') {
    throw new InvalidPayloadError('The message has several recipients, and the event names none of them.');
  }
  return destination;
}

const recipientKeys: ReadonlyMap<string, string> = new Map([
  ['Bounce', 'bouncedRecipients'],
  ['Complaint', 'complainedRecipients'],
  ['DeliveryDelay', 'delayedRecipients'],
  ['Delivery', 'recipients'],
]);

function readRecipient(event: SesEvent, entry: unknown): ReportedEvent | null {
  const recipient = isRecord(entry) ? entry : { emailAddress: entry };
  const evidence = evidenceOf(event, recipient);
  const facts = {
    recipient: recipientOf(recipient, 'emailAddress'),
    occurredAt: event.occurredAt,
    eventId: sesEventId(event),
  };
  return eventOf(meaningFor(event, evidence), facts, evidence);
}

/**
 * One feedback has one id however often SES tells of it: an identity notification and an event of the same
 * bounce share it. What has none is named by its message and time.
 */
function sesEventId({ type, details, messageId }: SesEvent): string {
  const feedback = textOf(details, 'feedbackId');
  return feedback ? eventId(type, feedback) : eventId(type, messageId, textOf(details, 'timestamp'));
}

function evidenceOf({ type, details }: SesEvent, recipient: JsonRecord): FailureEvidence {
  switch (type) {
    case 'Bounce':
      return {
        diagnostic: textOf(recipient, 'diagnosticCode'),
        status: textOf(recipient, 'status'),
        espClass: `${textOf(details, 'bounceType') ?? 'Undetermined'}/${textOf(details, 'bounceSubType') ?? 'General'}`,
      };
    case 'DeliveryDelay':
      return {
        diagnostic: textOf(recipient, 'diagnosticCode'),
        status: textOf(recipient, 'status'),
        espClass: textOf(details, 'delayType'),
      };
    case 'Complaint':
      return { espClass: textOf(details, 'complaintSubType') };
    default:
      return { espClass: textOf(details, 'reason') ?? textOf(details, 'errorMessage') };
  }
}

function meaningFor({ type, word, details }: SesEvent, { espClass, status }: FailureEvidence): EventMapping {
  switch (type) {
    case 'Bounce':
      return corrected(bounceWord(espClass ?? '') ?? word, status);
    case 'DeliveryDelay':
      return mapEvent(sesDelays, espClass) ?? word;
    case 'Complaint':
      return (
        mapEvent(sesComplaints, espClass) ??
        mapEvent(sesComplaints, textOf(details, 'complaintFeedbackType')) ??
        word
      );
    default:
      return word;
  }
}

/** A subtype that is not known yet still has its type. */
function bounceWord(espClass: string): EventMapping | undefined {
  const [type = ''] = espClass.split('/');
  return mapEvent(sesBounces, espClass) ?? mapEvent(sesBounces, `${type}/General`);
}

/** SES calls some failures transient that it will not try again: a status of class 5 tells. */
function corrected(word: EventMapping, status: string | undefined): EventMapping {
  return word.permanent === false && status?.startsWith('5.') ? { ...word, permanent: true } : word;
}

/** A change on SES's own subscription page, or by the List-Unsubscribe header (RFC 8058): an event a topic. */
function readSubscription(event: SesEvent): ParsedEvents {
  const before = preferencesOf(event.details, 'oldTopicPreferences');
  const after = preferencesOf(event.details, 'newTopicPreferences');
  const changes = changesBetween(before, after);
  return readEach(event.destination, (recipient) =>
    changes.map(({ kind, topic }) =>
      eventOf(
        { kind, permanent: null, code: null },
        {
          recipient: recipientOf({ recipient }, 'recipient'),
          occurredAt: event.occurredAt,
          eventId: eventId(sesEventId(event), kind, topic),
          list: topic,
        },
      ),
    ),
  );
}

interface TopicPreferences {
  readonly none: boolean;
  readonly optedOut: ReadonlySet<string>;
}

function preferencesOf(subscription: JsonRecord, key: string): TopicPreferences {
  const preferences = recordAt(subscription, key);
  const topics = list(at(preferences, 'topicSubscriptionStatus')).map(record);
  const optedOut = topics.filter((topic) => textOf(topic, 'subscriptionStatus') === 'OptOut');
  return {
    none: booleanOf(preferences, 'unsubscribeAll') ?? false,
    optedOut: new Set(optedOut.map((topic) => textOf(topic, 'topicName') ?? '')),
  };
}

interface SubscriptionChange {
  readonly kind: 'unsubscribe' | 'resubscribe';
  /** Absent: everything. */
  readonly topic?: string;
}

function changesBetween(before: TopicPreferences, after: TopicPreferences): readonly SubscriptionChange[] {
  if (after.none) return [{ kind: 'unsubscribe' }];
  const changes: SubscriptionChange[] = before.none ? [{ kind: 'resubscribe' }] : [];
  for (const topic of after.optedOut) {
    if (!before.optedOut.has(topic)) changes.push({ kind: 'unsubscribe', topic });
  }
  for (const topic of before.optedOut) {
    if (!after.optedOut.has(topic)) changes.push({ kind: 'resubscribe', topic });
  }
  return changes;
}
