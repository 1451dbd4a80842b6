import type { ReportedEvent } from '../events/event.ts';
import { header } from './proof/headers.ts';
import { hmacMatches } from './proof/hmac.ts';
import { genuine, refused } from './proof/outcome.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { peekEntries, readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { mailomatEvents } from './vocabulary/mailomat.ts';

/** Mailomat: one event, whose headers are signed and whose body is not. */
export const mailomat: Provider = {
  name: 'mailomat',
  title: 'Mailomat',
  prove,
  read,
  guide: {
    where: 'The sending domain > Webhooks > Add webhook',
    tick: ['not_accepted', 'delivered', 'failure_tmp', 'failure_perm'],
    secret: { from: 'esp', field: 'Webhook secret' },
    proof:
      'HMAC-SHA256 over id, event and timestamp, hex, in `X-MOM-Webhook-Signature`; of any age. The body is not covered.',
    documents: ['https://api.mailomat.swiss/docs/#tag/webhook'],
    notes: [
      'The signature covers the id, the event and the time, and not the body: the body must name the same id and ' +
        'event, but its recipient is not signed. Keep the URL to yourself.',
      'Why a message is `not_accepted` is an open question where the event gives no reason: it counts as suppressed.',
    ],
  },
};

/** `sha256=` and the hex HMAC of `id.event.timestamp`, all three from the headers. */
function prove(request: WebhookRequest, context: ProofContext): Proof {
  const id = header(request, 'x-mom-webhook-id');
  const event = header(request, 'x-mom-webhook-event');
  const timestamp = header(request, 'x-mom-webhook-timestamp');
  const signature = /^sha256=(.+)$/.exec(header(request, 'x-mom-webhook-signature') ?? '')?.[1];
  if (!id || !event || !timestamp || !signature) return refused('The signature headers are missing.');
  const signed = hmacMatches({
    algorithm: 'sha256',
    keys: context.secrets,
    parts: [`${id}.${event}.${timestamp}`],
    signature,
    encoding: 'hex',
  });
  if (!signed) return refused('The signature does not fit the headers.');
  const isOfBody = peekEntries(request).every(
    (body) => textOf(body, 'id') === id && textOf(body, 'eventType') === event,
  );
  return isOfBody ? genuine() : refused('The signature is that of another event than the body.');
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const type = eventName(event, 'eventType');
  const payload = recordAt(event, 'payload');
  const status = recordAt(payload, 'delivery-status');
  return eventOf(
    meaningOf(mailomatEvents, type) ?? UNHEARD_OF,
    {
      recipient: recipientOf(event, 'recipient') ?? recipientOf(payload, 'recipient'),
      occurredAt: readTime(field(event, 'occurredAt')) ?? readTime(field(payload, 'timestamp')) ?? receivedAt,
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
