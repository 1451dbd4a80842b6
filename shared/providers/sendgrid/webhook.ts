import { hash } from 'node:crypto';
import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { asText, field, type JsonRecord, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { bytesOfBase64 } from '../signature/base64.ts';
import { ecdsaMatches } from '../signature/ecdsa.ts';
import { header } from '../signature/headers.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { sendgridClassifications, sendgridDrops, sendgridEvents } from './event-map.ts';

export const SIGNATURE_HEADER = 'x-twilio-email-event-webhook-signature';
export const TIMESTAMP_HEADER = 'x-twilio-email-event-webhook-timestamp';

/**
 * Twilio SendGrid's Event Webhook: a list of events, signed with ECDSA over the timestamp and the exact body.
 * The bytes matter: SendGrid puts line breaks between and behind the events, and signs them too. Its first versions,
 * an event as a form and a line an event, were not signed: they are parsed, and rejected where requests are verified.
 */
export const sendgrid = defineProvider({
  name: 'sendgrid',
  title: 'Twilio SendGrid',
  takesApiKey: true,
  retryHours: 24,
  verify,
  ...parser(parseEntries, parseEvent),
});

/** The secret is the verification key: a P-256 public key, base64 of its SPKI. */
function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const signature = header(request, SIGNATURE_HEADER);
  const timestamp = header(request, TIMESTAMP_HEADER);
  if (!signature || !timestamp) return rejected('The signature headers are missing.');
  const signed = Buffer.concat([Buffer.from(timestamp), request.body]);
  const bytes = bytesOfBase64(signature);
  if (bytes === null) return rejected('The signature is not base64.');
  return ecdsaMatches(context.secrets, signed, bytes)
    ? verified()
    : rejected('The signature does not fit the timestamp and body.');
}

function parseEvent(entry: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const event = eventName(entry, 'event') ?? '';
  const timestamp = field(entry, 'timestamp');
  const group = textOf(entry, 'asm_group_id');
  const mapping = mappingOf(event, entry);
  return eventOf(
    mapping,
    {
      recipient: recipientOf(entry, 'email'),
      occurredAt: parseTime(timestamp) ?? receivedAt,
      eventId: sendgridEventId(event, entry),
      espList: group && event.startsWith('group_') ? `group-${group}` : undefined,
    },
    evidenceOf(mapping, entry),
  );
}

function mappingOf(event: string, entry: JsonRecord): EventMapping {
  const type = textOf(entry, 'type');
  const mapping = (type && mapEvent(sendgridEvents, `${event}/${type}`)) || mapEvent(sendgridEvents, event);
  if (mapping?.kind === 'dropped') return mapEvent(sendgridDrops, textOf(entry, 'reason')) ?? mapping;
  if (mapping === undefined) return UNMAPPED;
  // Without a type (older events) the status says which bounces are not permanent.
  const isForNow =
    mapping.kind === 'bounce' && type === undefined && textOf(entry, 'status')?.startsWith('4.');
  return isForNow ? { ...mapping, permanent: false, code: null } : mapping;
}

/**
 * SendGrid is reported to send an event again under another `sg_event_id`: what names an event is its message, time,
 * name and reason. Without a message it is its id.
 */
function sendgridEventId(event: string, entry: JsonRecord): string {
  const message = textOf(entry, 'sg_message_id');
  const time = asText(field(entry, 'timestamp'));
  if (message === undefined || time === undefined)
    return eventId(event, textOf(entry, 'sg_event_id') ?? time);
  const reason = textOf(entry, 'reason') ?? textOf(entry, 'response') ?? '';
  const ofReason = reason === '' ? NO_REASON : shortHash(reason);
  return eventId(event, message, time, textOf(entry, 'type'), ofReason);
}

/** Most events, opens and clicks among them, have no reason. */
const NO_REASON = shortHash('');

function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 12);
}

/** The reply is in `reason` or `response`; of a dropped message `reason` is SendGrid's own word instead. */
function evidenceOf(mapping: EventMapping, entry: JsonRecord) {
  const reason = textOf(entry, 'reason');
  const status = textOf(entry, 'status');
  if (mapping.kind === 'dropped') return { status, espClass: reason };
  const classification = textOf(entry, 'bounce_classification');
  return {
    diagnostic: reason ?? textOf(entry, 'response'),
    status,
    espClass: classification ?? textOf(entry, 'type'),
    espCode: mapEvent(sendgridClassifications, classification)?.code ?? undefined,
  };
}
