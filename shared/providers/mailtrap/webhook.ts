import type { ReportedEvent } from '../../events/event.ts';
import { readEach } from '../parsing/batch.ts';
import { readEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, textOf } from '../parsing/json.ts';
import { readTime } from '../parsing/time.ts';
import {
  defineProvider,
  type ParsedEvents,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifyBodySignature } from '../signature/body-signature.ts';
import { header } from '../signature/headers.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { mailtrapCategories, mailtrapEvents } from './event-map.ts';

const SIGNATURE = 'mailtrap-signature';

/** Mailtrap: a batch of events, as JSON or with a line each, signed with HMAC over the body. */
export const mailtrap = defineProvider({
  name: 'mailtrap',
  title: 'Mailtrap',
  verify,
  parse,
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return header(request, SIGNATURE) === undefined
    ? verifySharedSecret(request, context)
    : verifyBodySignature(request, context, { header: SIGNATURE, encoding: 'hex' });
}

function parse(request: WebhookRequest): ParsedEvents {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const name = eventName(event, 'event')?.replaceAll('_', ' ');
  const word = mapEvent(mailtrapEvents, name) ?? UNMAPPED;
  const category = textOf(event, 'bounce_category') ?? textOf(event, 'reason');
  const cause = mapEvent(mailtrapCategories, category?.replace(/^.*\bReason: /, ''));
  const time = field(event, 'timestamp');
  return eventOf(
    word,
    {
      recipient: recipientOf(event, 'email'),
      occurredAt: readTime(time) ?? receivedAt,
      eventId: eventId(
        name,
        textOf(event, 'event_id') ?? eventId(textOf(event, 'message_id'), textOf(event, 'timestamp')),
      ),
    },
    {
      diagnostic: textOf(event, 'response'),
      replyCode: textOf(event, 'response_code'),
      espClass: category === undefined ? name : `${name}: ${category}`,
      espCode: cause?.code ?? undefined,
      ...(cause?.onEspSuppressionList && { onEspSuppressionList: true }),
    },
  );
}
