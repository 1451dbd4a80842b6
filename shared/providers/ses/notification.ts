import type { FailureEvidence, ReportedEvent } from '../../events/event.ts';
import { eventId, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { at, field, isRecord, type JsonRecord, list, record, recordAt, textOf } from '../parsing/json.ts';
import { parseTime } from '../parsing/time.ts';
import { InvalidPayloadError, type ParsedEvents } from '../provider.ts';
import { sesActions, sesBounces, sesComplaints, sesDelays, sesEvents } from './event-map.ts';
import { receivedMailIn } from './received-mail.ts';
import { topicChanges } from './topic-preferences.ts';

/** One notification, whichever way it came. */
interface SesNotification {
  readonly type: string;
  readonly mapping: EventMapping;
  /** The object named after the event: `bounce`, `complaint`, `delivery`, ... */
  readonly details: JsonRecord;
  readonly messageId: string | undefined;
  readonly destination: readonly unknown[];
  /** Milliseconds since 1970, of the event and not of the message. */
  readonly occurredAt: number;
}

/**
 * Parses one notification of SES: of an identity (`notificationType`), of event publishing (`eventType`), or
 * EventBridge's `detail`. This is the only parser of them, whether they come by webhook, queue or mail.
 *
 * @param receivedAt milliseconds since 1970: the time of a notification that states none
 * @throws InvalidPayloadError when the value is no notification of SES
 */
export function parseSesNotification(published: unknown, receivedAt: number): ParsedEvents {
  const { message, type } = requireSesNotification(published);
  if (type === undefined) return NOTHING;
  if (type === RECEIVED) return { ...NOTHING, mails: [receivedMailIn(message)] };
  const details = record(at(message, detailKeyOf(type)));
  const mail = recordAt(message, 'mail');
  return eventsOf({
    type,
    mapping: mapEvent(sesEvents, type) ?? UNMAPPED,
    details,
    messageId: textOf(mail, 'messageId'),
    destination: list(at(mail, 'destination')),
    occurredAt: parseTime(textOf(details, 'timestamp')) ?? receivedAt,
  });
}

/**
 * The notification with its type; undefined for a detail without one, which is about the account: its sending was
 * stopped, an advice was given.
 *
 * @throws InvalidPayloadError when the value is no notification of SES, whatever that says
 */
export function requireSesNotification(published: unknown): {
  readonly message: JsonRecord;
  readonly type: string | undefined;
} {
  const message = detailOf(published);
  if (!isRecord(message)) throw new InvalidPayloadError('The message is not a JSON object of SES.');
  const type = typeOf(message);
  if (type !== undefined || message !== published) return { message, type };
  throw new InvalidPayloadError('The message has neither eventType nor notificationType.');
}

const NOTHING: ParsedEvents = { events: [], invalid: [] };

/** EventBridge puts the object into `detail`, and a rule of it may have a topic for its target. */
function detailOf(published: unknown): unknown {
  const detail = at(published, 'detail');
  return isRecord(detail) && typeOf(record(published)) === undefined ? detail : published;
}

/** A mail that SES received for the operator, which is no event of a sent message. */
const RECEIVED = 'Received';

const SES_TYPES = [
  'Bounce',
  'Complaint',
  'Delivery',
  'DeliveryDelay',
  'Reject',
  'Rendering Failure',
  'Subscription',
];

/**
 * The type as the documentation of event publishing writes it, whatever its spelling; where the message does not state
 * it, the one whose details it holds.
 */
function typeOf(message: JsonRecord): string | undefined {
  const stated = textOf(message, 'eventType') ?? textOf(message, 'notificationType');
  if (stated !== undefined) return documentedTypes.get(bareType(stated)) ?? stated;
  return SES_TYPES.find((type) => isRecord(field(message, detailKeyOf(type))));
}

function bareType(type: string): string {
  return type.toLowerCase().replace(/[ _]/g, '');
}

const documentedTypes: ReadonlyMap<string, string> = new Map(
  [...SES_TYPES, RECEIVED].map((type) => [bareType(type), type]),
);

function detailKeyOf(type: string): string {
  return detailKeys.get(type) ?? type.toLowerCase();
}

/** Where the details stand when it is not the event's name in lower case. */
const detailKeys: ReadonlyMap<string, string> = new Map([
  ['DeliveryDelay', 'deliveryDelay'],
  ['Rendering Failure', 'failure'],
]);

/** A recipient that the notification names without an address is invalid by itself. */
function eventsOf(notification: SesNotification): ParsedEvents {
  const events: ReportedEvent[] = [];
  const invalid: ParsedEvents['invalid'][number][] = [];
  const { recipients, ambiguous } = affectedBy(notification);
  if (recipients.length === 0 && recipientKeys.has(notification.type)) {
    throw new InvalidPayloadError('The event names no recipient, and neither does its message.');
  }
  recipients.forEach((entry, index) => {
    const recipient = isRecord(entry) ? entry : { emailAddress: entry };
    try {
      const found = recipientEvents(notification, recipient);
      events.push(...(ambiguous ? found.map((event) => ({ ...event, ambiguous })) : found));
    } catch (error) {
      if (!(error instanceof InvalidPayloadError)) throw error;
      invalid.push({ index, issue: error.message });
    }
  });
  const [first] = invalid;
  if (first && events.length === 0) throw new InvalidPayloadError(first.issue);
  return { events, invalid };
}

interface AffectedRecipients {
  readonly recipients: readonly unknown[];
  /** One of several may be meant, or some, and SES does not say which. */
  readonly ambiguous: boolean;
}

/**
 * Only the recipients that the event is about. `mail.destination` names everyone the message went to: it counts for
 * the events that are about the message as a whole, and stands in where the event names no recipient. A complaint
 * names every recipient at the receiver who may have complained, a subscription event none of those of its message.
 */
function affectedBy({ type, details, destination }: SesNotification): AffectedRecipients {
  const key = recipientKeys.get(type);
  if (key === undefined) {
    return { recipients: destination, ambiguous: type === 'Subscription' && destination.length > 1 };
  }
  const affected = list(at(details, key));
  if (affected.length === 0) return { recipients: destination, ambiguous: destination.length > 1 };
  return { recipients: affected, ambiguous: type === 'Complaint' && affected.length > 1 };
}

const recipientKeys: ReadonlyMap<string, string> = new Map([
  ['Bounce', 'bouncedRecipients'],
  ['Complaint', 'complainedRecipients'],
  ['DeliveryDelay', 'delayedRecipients'],
  ['Delivery', 'recipients'],
]);

function recipientEvents(notification: SesNotification, recipient: JsonRecord): readonly ReportedEvent[] {
  const facts = {
    recipient: recipientOf(recipient, 'emailAddress'),
    occurredAt: notification.occurredAt,
    eventId: eventIdOf(notification),
  };
  if (notification.type === 'Subscription') {
    return topicChanges(notification.details).flatMap(
      ({ kind, topic }) =>
        eventOf(
          { kind, permanent: null, code: null },
          { ...facts, eventId: eventId(facts.eventId, kind, topic), espList: topic },
        ) ?? [],
    );
  }
  const evidence = evidenceOf(notification, recipient);
  return [eventOf(mappingFor(notification, recipient, evidence), facts, evidence) ?? []].flat();
}

/**
 * One feedback has one id however often SES reports it: an identity notification and an event of the same bounce
 * share it. What has none is named by its message and time.
 */
function eventIdOf({ type, details, messageId }: SesNotification): string {
  const feedback = textOf(details, 'feedbackId');
  return feedback ? eventId(type, feedback) : eventId(type, messageId, textOf(details, 'timestamp'));
}

function evidenceOf({ type, details }: SesNotification, recipient: JsonRecord): FailureEvidence {
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

function mappingFor(
  { type, mapping, details }: SesNotification,
  recipient: JsonRecord,
  { espClass, status }: FailureEvidence,
): EventMapping {
  switch (type) {
    case 'Bounce':
      return (
        mapEvent(sesActions, textOf(recipient, 'action')) ??
        ofStatusClass(bounceMapping(espClass ?? '') ?? mapping, status)
      );
    case 'DeliveryDelay':
      return mapEvent(sesDelays, espClass) ?? mapping;
    case 'Complaint':
      return (
        mapEvent(sesComplaints, espClass) ??
        mapEvent(sesComplaints, textOf(details, 'complaintFeedbackType')) ??
        mapping
      );
    default:
      return mapping;
  }
}

/** A subtype that is not known yet still has its type. */
function bounceMapping(espClass: string): EventMapping | undefined {
  const [type = ''] = espClass.split('/');
  return mapEvent(sesBounces, espClass) ?? mapEvent(sesBounces, `${type}/General`);
}

/**
 * The status of one recipient (RFC 3463, 2) says more of that recipient than the class of the whole bounce: SES calls
 * failures transient that it will not try again, and permanent what holds for one recipient of several.
 */
function ofStatusClass(mapping: EventMapping, status: string | undefined): EventMapping {
  if (mapping.kind !== 'bounce') return mapping;
  switch (/^([245])\./.exec(status ?? '')?.[1]) {
    case '2':
      return UNMAPPED;
    case '4':
      return mapping.permanent ? (mapEvent(sesBounces, 'Transient/General') ?? mapping) : mapping;
    case '5':
      return mapping.permanent === false ? { ...mapping, permanent: true } : mapping;
    default:
      return mapping;
  }
}
