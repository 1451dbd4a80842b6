import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifyStandardWebhooks } from '../signature/standard-webhooks.ts';
import { sweegoEvents } from './event-map.ts';

/** Sweego: one event, signed as Standard Webhooks sign, but without a version before the signature. */
export const sweego = defineProvider({
  name: 'sweego',
  title: 'Sweego',
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifyStandardWebhooks(request, context, { version: 'none' });
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  // Sweego writes `hard_bounce` and `soft-bounce`.
  const type = eventName(event, 'event_type')?.replaceAll('-', '_');
  return eventOf(
    mapEvent(sweegoEvents, type) ?? UNMAPPED,
    {
      recipient: recipientOf(event, 'recipient'),
      occurredAt: parseTime(field(event, 'timestamp')) ?? receivedAt,
      eventId: eventId(
        type,
        textOf(event, 'event_id') ?? eventId(textOf(event, 'swg_uid'), textOf(event, 'timestamp')),
      ),
    },
    {
      diagnostic: replyIn(textOf(event, 'details')),
      replyCode: textOf(event, 'response_code'),
      espClass: type,
    },
  );
}

/** Of a line of the sending server's log the answer of the receiving one: `... mx=... id=... (550 No such user)`. */
function replyIn(details: string | undefined): string | undefined {
  if (details === undefined) return undefined;
  const start = details.search(/\(\d{3}[ -]/);
  const end = details.lastIndexOf(')');
  return start >= 0 && end > start ? details.slice(start + 1, end) : details;
}
