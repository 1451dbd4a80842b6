import type { ReportedEvent } from '../../events/event.ts';
import { payloadOf } from '../delivery.ts';
import { parseEntries, peekEntries } from '../parsing/entries.ts';
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
import { hmacMatches } from '../signature/hmac.ts';
import { rejected, verified } from '../signature/outcome.ts';
import { mailomatEvents } from './event-map.ts';

/** Mailomat: one event, whose headers are signed and whose body is not. */
export const mailomat = defineProvider({
  name: 'mailomat',
  title: 'Mailomat',
  verify,
  ...parser(parseEntries, parseEvent),
});

/** `sha256=` and the hex HMAC of `id.event.timestamp`, all three from the headers. */
function verify(request: WebhookRequest, context: VerificationContext): Verification {
  const id = header(request, 'x-mom-webhook-id');
  const event = header(request, 'x-mom-webhook-event');
  const timestamp = header(request, 'x-mom-webhook-timestamp');
  const signature = /^sha256=(.+)$/.exec(header(request, 'x-mom-webhook-signature') ?? '')?.[1];
  if (!id || !event || !timestamp || !signature) return rejected('The signature headers are missing.');
  const signed = hmacMatches({
    algorithm: 'sha256',
    keys: context.secrets,
    parts: [`${id}.${event}.${timestamp}`],
    signature,
    encoding: 'hex',
  });
  if (!signed) return rejected('The signature does not fit the headers.');
  const isOfBody = peekEntries(payloadOf(request)).every(
    (body) => textOf(body, 'id') === id && textOf(body, 'eventType') === event,
  );
  return isOfBody ? verified() : rejected('The signature is that of another event than the body.');
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const type = eventName(event, 'eventType');
  const payload = recordAt(event, 'payload');
  const status = recordAt(payload, 'delivery-status');
  return eventOf(
    mapEvent(mailomatEvents, type) ?? UNMAPPED,
    {
      recipient: recipientOf(event, 'recipient') ?? recipientOf(payload, 'recipient'),
      occurredAt:
        parseTime(field(event, 'occurredAt')) ?? parseTime(field(payload, 'timestamp')) ?? receivedAt,
      eventId: eventId(
        type,
        textOf(event, 'id') ?? eventId(textOf(event, 'messageUuid'), textOf(event, 'occurredAt')),
      ),
    },
    {
      diagnostic: textOf(status, 'message') ?? textOf(payload, 'reason'),
      status: textOf(status, 'enhanced-code'),
      replyCode: textOf(status, 'code'),
      espClass: type,
    },
  );
}
