import type { ReportedEvent } from '../../events/event.ts';
import { payloadOf } from '../delivery.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  type Handshake,
  type Payload,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { urlCheckHandshake } from '../url-check.ts';
import { elasticemailCategories, elasticemailStatuses } from './event-map.ts';

/** Elastic Email: one notification, as query, form or JSON. */
export const elasticemail = defineProvider({
  name: 'elasticemail',
  title: 'Elastic Email',
  takesApiKey: true,
  verify,
  handshake,
  payload,
  ...parser(notificationsOf, parseNotification),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

/** A check of the URL; an older notification may be a GET as well. */
function handshake(request: WebhookRequest): Handshake | null {
  return queryOf(request).has('status') ? null : urlCheckHandshake(request);
}

/** A notification stands in the query, of a GET as of a POST without a body, or else in the body. */
function payload(request: WebhookRequest, secrets: readonly string[]): Payload {
  const query = queryOf(request);
  const isInQuery = request.body.length === 0 && query.has('status');
  if (!isInQuery && request.method !== 'GET') return payloadOf(request);
  for (const [name, value] of [...query]) {
    if (secrets.some((secret) => value.includes(secret))) query.delete(name);
  }
  return { contentType: 'application/x-www-form-urlencoded', body: Buffer.from(query.toString()) };
}

function notificationsOf(notification: Payload): readonly JsonRecord[] {
  return parseEntries(notification).map(withLowerCaseKeys);
}

/** The parameters of the URL, by their names in lower case. */
function queryOf({ url }: WebhookRequest): URLSearchParams {
  const query = URL.canParse(url) ? [...new URL(url).searchParams] : [];
  return new URLSearchParams(query.map(([name, value]): [string, string] => [name.toLowerCase(), value]));
}

/** The documents spell the same fields `to` and `To`. */
function withLowerCaseKeys(fields: JsonRecord): JsonRecord {
  const lower: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) lower[name.toLowerCase()] = value;
  return lower;
}

function parseNotification(notification: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const status = eventName(notification, 'status', 'eventtype');
  const category = textOf(notification, 'category');
  const mapping = mapEvent(elasticemailStatuses, status) ?? UNMAPPED;
  const cause = mapping.kind === 'bounce' ? mapEvent(elasticemailCategories, category) : undefined;
  return eventOf(
    cause ?? mapping,
    {
      recipient: recipientOf(notification, 'to', 'email'),
      occurredAt:
        parseTime(field(notification, 'date')) ?? parseTime(field(notification, 'eventdate')) ?? receivedAt,
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
