import type { ReportedEvent } from '../../events/event.ts';
import { readEach } from '../parsing/batch.ts';
import { readEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, textOf } from '../parsing/json.ts';
import { readTime } from '../parsing/time.ts';
import {
  defineProvider,
  type Handshake,
  type ParsedEvents,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { greetUrlCheck } from '../signature/url-check.ts';
import { elasticemailCategories, elasticemailStatuses } from './event-map.ts';

/** Elastic Email: one notification, as query, form or JSON. */
export const elasticemail = defineProvider({
  name: 'elasticemail',
  title: 'Elastic Email',
  verify,
  handshake,
  parse,
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

/** A check of the URL; an older notification may be a GET as well. */
function handshake(request: WebhookRequest): Handshake | null {
  return textOf(queryOf(request), 'status') === undefined ? greetUrlCheck(request) : null;
}

function parse(request: WebhookRequest): ParsedEvents {
  return readEach(notificationsOf(request), (notification) =>
    readNotification(notification, request.receivedAt),
  );
}

/** A notification stands in the query, of a GET as of a POST without a body, or else in the body. */
function notificationsOf(request: WebhookRequest): readonly JsonRecord[] {
  const query = queryOf(request);
  const isInQuery = request.body.length === 0 && textOf(query, 'status') !== undefined;
  return isInQuery || request.method === 'GET' ? [query] : readEntries(request).map(withLowerCaseKeys);
}

/** The parameters of the URL, by their names in lower case. */
function queryOf(request: WebhookRequest): JsonRecord {
  const fields: Record<string, string> = Object.create(null);
  if (!URL.canParse(request.url)) return fields;
  for (const [name, value] of new URL(request.url).searchParams) fields[name.toLowerCase()] = value;
  return fields;
}

/** The documents spell the same fields `to` and `To`. */
function withLowerCaseKeys(fields: JsonRecord): JsonRecord {
  const lower: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) lower[name.toLowerCase()] = value;
  return lower;
}

function readNotification(notification: JsonRecord, receivedAt: number): ReportedEvent | null {
  const status = eventName(notification, 'status', 'eventtype');
  const category = textOf(notification, 'category');
  const word = mapEvent(elasticemailStatuses, status) ?? UNMAPPED;
  const cause = word.kind === 'bounce' ? mapEvent(elasticemailCategories, category) : undefined;
  return eventOf(
    cause ?? word,
    {
      recipient: recipientOf(notification, 'to', 'email'),
      occurredAt:
        readTime(field(notification, 'date')) ?? readTime(field(notification, 'eventdate')) ?? receivedAt,
      eventId: eventId(
        textOf(notification, 'messageid') ??
          textOf(notification, 'msgid') ??
          textOf(notification, 'transaction'),
        status,
        category,
      ),
    },
    { diagnostic: textOf(notification, 'message'), espClass: category ?? status },
  );
}
