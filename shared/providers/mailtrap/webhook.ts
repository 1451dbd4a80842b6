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
import { verifyBodySignature } from '../signature/body-signature.ts';
import { header } from '../signature/headers.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { mailtrapCategories, mailtrapEvents } from './event-map.ts';

const SIGNATURE = 'mailtrap-signature';

/** Mailtrap: a batch of events, as JSON or with a line each, signed with HMAC over the body. */
export const mailtrap = defineProvider({
  name: 'mailtrap',
  title: 'Mailtrap',
  takesApiKey: true,
  retryHours: 4,
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return header(request, SIGNATURE) === undefined
    ? verifySharedSecret(request, context)
    : verifyBodySignature(request, context, { header: SIGNATURE, encoding: 'hex' });
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const name = eventName(event, 'event')?.replaceAll('_', ' ');
  const mapping = mapEvent(mailtrapEvents, name) ?? UNMAPPED;
  const category = textOf(event, 'bounce_category') ?? textOf(event, 'reason');
  const cause = mapEvent(mailtrapCategories, category?.replace(/^.*\bReason: /, ''));
  const time = field(event, 'timestamp');
  return eventOf(
    mapping,
    {
      recipient: recipientOf(event, 'email'),
      occurredAt: parseTime(time) ?? receivedAt,
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
