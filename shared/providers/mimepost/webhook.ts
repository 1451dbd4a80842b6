import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { type JsonRecord, textOf } from '../parsing/json.ts';
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
import { mimepostEvents } from './event-map.ts';

/** MimePost: one event, with a secret of its own in a header. It signs nothing. */
export const mimepost = defineProvider({
  name: 'mimepost',
  title: 'MimePost',
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'x-secret-token' });
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const name = eventName(event, 'event');
  const time = textOf(event, 'datetime');
  return eventOf(
    mapEvent(mimepostEvents, name) ?? UNMAPPED,
    {
      recipient: recipientOf(event, 'to_email', 'email'),
      occurredAt: parseTime(plainTime(time)) ?? receivedAt,
      eventId: eventId(name, textOf(event, 'message_id'), time),
    },
    { diagnostic: textOf(event, 'server_response') ?? textOf(event, 'summary'), espClass: name },
  );
}

/** `T2018-12-26 17:21:24Z+5:30` as MimePost writes it is `2018-12-26 17:21:24+05:30`. */
function plainTime(text: string | undefined): string | undefined {
  return text
    ?.replace(/^T/, '')
    .replace(/Z(?=[+-])/, '')
    .replace(/([+-])(\d:\d\d)$/, '$10$2');
}
