import type { ReportedEvent } from '../../events/event.ts';
import { readEach } from '../parsing/batch.ts';
import { readEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { readTime } from '../parsing/time.ts';
import {
  defineProvider,
  type ParsedEvents,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { header } from '../signature/headers.ts';
import { verifyStandardWebhooks } from '../signature/standard-webhooks.ts';
import { ahasendEvents } from './event-map.ts';

/** AhaSend: one event, signed as Standard Webhooks sign, but with the secret itself as the key. */
export const ahasend = defineProvider({
  name: 'ahasend',
  title: 'AhaSend',
  verify,
  parse,

  retainedHeaders: ['webhook-id'],
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifyStandardWebhooks(request, context, {
    prefix: 'webhook',
    key: 'literal',
    version: 'v1',
    toleranceSeconds: 300,
  });
}

function parse(request: WebhookRequest): ParsedEvents {
  return readEach(readEntries(request), (event) => readEvent(event, request));
}

function readEvent(event: JsonRecord, request: WebhookRequest): ReportedEvent | null {
  const type = eventName(event, 'type');
  const data = recordAt(event, 'data');
  return eventOf(
    mapEvent(ahasendEvents, type) ?? UNMAPPED,
    {
      recipient: recipientOf(data, 'recipient'),
      occurredAt: readTime(field(event, 'timestamp')) ?? request.receivedAt,
      eventId: eventId(
        type,
        header(request, 'webhook-id') ?? eventId(textOf(data, 'id'), textOf(event, 'timestamp')),
      ),
    },
    { diagnostic: textOf(data, 'reason'), espClass: type },
  );
}
