import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Greeting, Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { greetUrlCheck } from './url-check.ts';
import { elasticemailCategories, elasticemailStatuses } from './vocabulary/elasticemail.ts';

/** Elastic Email: one notification, as query, form or JSON. */
export const elasticemail: Provider = {
  name: 'elasticemail',
  title: 'Elastic Email',
  prove,
  greet,
  read,
  guide: {
    where: 'Settings > Notifications > Add Webhook',
    tick: ['Sent', 'Unsubscribed', 'Complaint', 'Bounce/Error'],
    secret: { from: 'us', how: 'url', field: 'Notification Link' },
    proof:
      'Nothing that can be checked is signed: the URL, basic authentication or a header of your own carries the secret.',
    documents: [
      'https://help.elasticemail.com/en/articles/4804685-notification-settings',
      'https://help.elasticemail.com/en/articles/2376855-how-to-manage-http-web-notifications-webhooks',
    ],
    notes: [
      'The string that the header `X-ElasticEmail-Signature` of the newer webhooks signs is not documented, so it ' +
        'is not checked: the secret in the URL, or in a header of your own, proves the request.',
      'A notification is read from the query of a GET or of an empty POST, from a form, and from JSON.',
      'Elastic Email turns a webhook off after 1,000 failures.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'any' });
}

/** A check of the URL; an older notification may be a GET as well. */
function greet(request: WebhookRequest): Greeting | null {
  return textOf(queryOf(request), 'status') === undefined ? greetUrlCheck(request) : null;
}

function read(request: WebhookRequest): Reading {
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
  const word = meaningOf(elasticemailStatuses, status) ?? UNHEARD_OF;
  const cause = word.kind === 'bounce' ? meaningOf(elasticemailCategories, category) : undefined;
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
