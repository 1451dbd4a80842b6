import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
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
  takesApiKey: true,
  retryHours: 1,
  verify,
  ...parser(parseEntries, parseEvent),

  retainedHeaders: ['webhook-id'],
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifyStandardWebhooks(request, context, { key: 'literal' });
}

function parseEvent(event: JsonRecord, delivery: Delivery): ReportedEvent | null {
  const type = eventName(event, 'type');
  const data = recordAt(event, 'data');
  return eventOf(
    mapEvent(ahasendEvents, type) ?? UNMAPPED,
    {
      recipient: recipientOf(data, 'recipient'),
      occurredAt: parseTime(field(event, 'timestamp')) ?? delivery.receivedAt,
      eventId: eventId(
        type,
        header(delivery, 'webhook-id') ?? eventId(textOf(data, 'id'), textOf(event, 'timestamp')),
      ),
    },
    { diagnostic: textOf(data, 'reason'), espClass: type },
  );
}
