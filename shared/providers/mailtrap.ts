import type { ReportedEvent } from '../events/event.ts';
import { proveBodySignature } from './proof/body-signature.ts';
import { header } from './proof/headers.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { mailtrapCategories, mailtrapEvents } from './vocabulary/mailtrap.ts';

const SIGNATURE = 'mailtrap-signature';

/** Mailtrap: a batch of events, as JSON or with a line each, signed with HMAC over the body. */
export const mailtrap: Provider = {
  name: 'mailtrap',
  title: 'Mailtrap',
  prove,
  read,
  guide: {
    where: 'Settings > Webhooks > Create new webhook, for a sending stream',
    tick: ['Delivery', 'Bounce', 'Soft bounce', 'Suspension', 'Reject', 'Spam complaint', 'Unsubscribe'],
    secret: { from: 'esp', field: 'Signature secret' },
    proof:
      'HMAC-SHA256 over the body, hex, in `Mailtrap-Signature`. Where that is missing, the URL or basic authentication carries the secret.',
    documents: ['https://docs.mailtrap.io/email-api-smtp/advanced/webhooks'],
    notes: [
      'Either payload format will do, JSON or JSON Lines.',
      'Where no signature is sent, a secret of your own in the URL or as basic authentication is taken instead.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return header(request, SIGNATURE) === undefined
    ? proveSharedSecret(request, context)
    : proveBodySignature(request, context, { header: SIGNATURE, encoding: 'hex' });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const name = eventName(event, 'event')?.replaceAll('_', ' ');
  const word = meaningOf(mailtrapEvents, name) ?? UNHEARD_OF;
  const category = textOf(event, 'bounce_category') ?? textOf(event, 'reason');
  const cause = meaningOf(mailtrapCategories, category?.replace(/^.*\bReason: /, ''));
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
      ...(cause?.listed && { listed: true }),
    },
  );
}
