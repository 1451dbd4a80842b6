import type { ReportedEvent } from '../events/event.ts';
import { header } from './proof/headers.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Greeting, Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { peekEntries, readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { asText, at, field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { azureStatuses } from './vocabulary/azure.ts';

const DELIVERY_REPORT = 'Microsoft.Communication.EmailDeliveryReportReceived';
const VALIDATION = 'Microsoft.EventGrid.SubscriptionValidationEvent';

/** Azure Communication Services through Event Grid, in its own schema or as CloudEvents 1.0. */
export const azure: Provider = {
  name: 'azure',
  title: 'Azure Communication Services',
  prove,
  greet,
  read,
  guide: {
    where: 'The Communication Services resource > Events > + Event Subscription, endpoint type Web Hook',
    tick: ['Email Delivery Report Received'],
    secret: { from: 'us', how: 'url', field: 'Subscriber Endpoint' },
    proof: 'Nothing is signed: the URL or a header of your own carries the secret.',
    documents: [
      'https://learn.microsoft.com/azure/event-grid/communication-services-email-events',
      'https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema',
    ],
    notes: [
      'Event Grid signs nothing. The secret may also be a delivery property: a static header marked as secret.',
      'Tokens of Microsoft Entra are not checked.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'any' });
}

function greet(request: WebhookRequest): Greeting | null {
  if (request.method === 'OPTIONS') return allowOrigin(request);
  const isValidation = header(request, 'aeg-event-type')?.toLowerCase() === 'subscriptionvalidation';
  const validation = peekEntries(request).find(
    (event) => isValidation || (textOf(event, 'eventType') ?? textOf(event, 'type')) === VALIDATION,
  );
  if (validation === undefined) return null;
  return { status: 200, body: { validationResponse: at(validation, 'data', 'validationCode') } };
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readReport(event, request.receivedAt));
}

/** CloudEvents' abuse protection: Event Grid asks whether it may send here. */
function allowOrigin(request: WebhookRequest): Greeting | null {
  const origin = header(request, 'webhook-request-origin');
  if (origin === undefined) return null;
  const headers = { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' };
  return { status: 200, headers, unproven: true };
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

function readReport(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const data = Object.hasOwn(event, 'data') ? recordAt(event, 'data') : event;
  const status = textOf(data, 'status');
  const isReport = typeOf(event, data).toLowerCase() === DELIVERY_REPORT.toLowerCase();
  const word = (isReport && meaningOf(azureStatuses, status)) || UNHEARD_OF;
  // The documents and the events spell this field differently.
  const attempted = field(data, 'deliveryAttemptTimeStamp') ?? field(data, 'deliveryAttemptTimestamp');
  const reported = field(event, 'eventTime') ?? field(event, 'time');
  return eventOf(
    word,
    {
      recipient: recipientOf(data, 'recipient'),
      occurredAt: readTime(attempted) ?? readTime(reported) ?? receivedAt,
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
