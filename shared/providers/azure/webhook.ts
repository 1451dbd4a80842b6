import type { ReportedEvent } from '../../events/event.ts';
import { payloadOf } from '../delivery.ts';
import { parseEntries, peekEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { asText, at, field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Handshake,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { header } from '../signature/headers.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { azureStatuses } from './event-map.ts';

const DELIVERY_REPORT = 'Microsoft.Communication.EmailDeliveryReportReceived';
const VALIDATION = 'Microsoft.EventGrid.SubscriptionValidationEvent';

/** Azure Communication Services through Event Grid, in its own schema or as CloudEvents 1.0. */
export const azure = defineProvider({
  name: 'azure',
  title: 'Azure Communication Services',
  takesApiKey: true,
  retryHours: 24,
  verify,
  handshake,
  ...parser(parseEntries, parseReport),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

function handshake(request: WebhookRequest): Handshake | null {
  if (request.method === 'OPTIONS') return allowOrigin(request);
  const isValidation = header(request, 'aeg-event-type')?.toLowerCase() === 'subscriptionvalidation';
  const validation = peekEntries(payloadOf(request)).find(
    (event) => isValidation || (textOf(event, 'eventType') ?? textOf(event, 'type')) === VALIDATION,
  );
  if (validation === undefined) return null;
  return { status: 200, body: { validationResponse: at(validation, 'data', 'validationCode') } };
}

/** CloudEvents' abuse protection: Event Grid asks whether it may send here. */
function allowOrigin(request: WebhookRequest): Handshake | null {
  const origin = header(request, 'webhook-request-origin');
  if (origin === undefined) return null;
  const headers = { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' };
  return { status: 200, headers, beforeVerification: true };
}

/**
 * Event Grid's own schema says `eventType`, CloudEvents says `type`; in a header of the request CloudEvents may say it
 * too, or a program may pass on the data alone: only a report has both a recipient and a status.
 */
function typeOf(event: JsonRecord, data: JsonRecord): string {
  const type = textOf(event, 'eventType') ?? textOf(event, 'type');
  if (type !== undefined) return type;
  const isReport = textOf(data, 'recipient') !== undefined && textOf(data, 'status') !== undefined;
  return isReport ? DELIVERY_REPORT : (eventName(event, 'eventType', 'type') ?? '');
}

function parseReport(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const data = Object.hasOwn(event, 'data') ? recordAt(event, 'data') : event;
  const status = textOf(data, 'status');
  const isReport = typeOf(event, data).toLowerCase() === DELIVERY_REPORT.toLowerCase();
  const mapping = (isReport && mapEvent(azureStatuses, status)) || UNMAPPED;
  // The documents and the events spell this field differently.
  const attempted = field(data, 'deliveryAttemptTimeStamp') ?? field(data, 'deliveryAttemptTimestamp');
  const reported = field(event, 'eventTime') ?? field(event, 'time');
  return eventOf(
    mapping,
    {
      recipient: recipientOf(data, 'recipient'),
      occurredAt: parseTime(attempted) ?? parseTime(reported) ?? receivedAt,
      eventId: eventId(status, textOf(event, 'id') ?? eventId(textOf(data, 'messageId'), asText(attempted))),
    },
    {
      diagnostic:
        textOf(recordAt(data, 'deliveryStatusDetails'), 'statusMessage') ??
        textOf(data, 'deliveryStatusDetails'),
      espClass: status,
    },
  );
}
