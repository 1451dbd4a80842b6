import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { booleanOf, field, type JsonRecord, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { sendpulseEvents } from './event-map.ts';

/** SendPulse: up to 500 events, of its SMTP service or its campaigns. It signs nothing. */
export const sendpulse = defineProvider({
  name: 'sendpulse',
  title: 'SendPulse',
  takesApiKey: true,
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context);
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const name = eventName(event, 'event');
  const message = textOf(event, 'message_id') ?? textOf(event, 'task_id');
  const book = booleanOf(event, 'from_all') === false ? textOf(event, 'book_id') : undefined;
  return eventOf(
    mapEvent(sendpulseEvents, name) ?? UNMAPPED,
    {
      recipient: recipientOf(event, 'recipient', 'email'),
      occurredAt: parseTime(field(event, 'timestamp')) ?? receivedAt,
      eventId: eventId(name, message, textOf(event, 'timestamp')),
      ...(book === undefined ? {} : { espList: `book-${book}` }),
    },
    {
      diagnostic: textOf(event, 'smtp_server_response'),
      status: textOf(event, 'smtp_server_response_subcode'),
      replyCode: textOf(event, 'smtp_server_response_code'),
      espClass: name,
    },
  );
}
