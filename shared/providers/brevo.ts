import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientsIn } from './reading/event.ts';
import { field, type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { brevoEvents } from './vocabulary/brevo.ts';

/** Brevo (once Sendinblue): one event, or a list where batching is on. It signs nothing. */
export const brevo: Provider = {
  name: 'brevo',
  title: 'Brevo',
  prove,
  read,
  guide: {
    where:
      'Transactional > Settings > Webhook > Add a new webhook; for campaigns: Campaigns > Settings > Webhooks',
    tick: [
      'Delivered',
      'Deferred',
      'Soft bounced',
      'Hard bounced',
      'Complaint',
      'Blocked',
      'Invalid email',
      'Error',
      'Unsubscribed',
    ],
    secret: { from: 'us', how: 'basic', field: 'Authentication method: basic (or a bearer token)' },
    proof:
      'Nothing is signed: basic authentication, a bearer token, a header of your own or the URL carries the secret.',
    documents: [
      'https://developers.brevo.com/docs/transactional-webhooks',
      'https://developers.brevo.com/docs/marketing-webhooks',
      'https://developers.brevo.com/docs/username-and-password-authentication',
    ],
    notes: [
      'Brevo publishes the addresses that its webhooks come from: an allow-list of the source may name them.',
      'Only `ts_epoch` is in UTC. The other times are in the zone of the account, and count where it is missing.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'any' });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (entry) => readEvent(entry, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReadonlyArray<ReportedEvent | null> {
  const name = nameOf(event);
  const reason = textOf(event, 'reason');
  const word = meaningOf(brevoEvents, name) ?? UNHEARD_OF;
  const time = brevoTime(event);
  // `id` names the webhook and not the event.
  const message = textOf(event, 'message-id') ?? textOf(event, 'messageId') ?? textOf(event, 'camp_id');
  const facts = { occurredAt: time ?? receivedAt, eventId: eventId(name, message, time) };
  // What stopped a message before it was sent is Brevo's own word, and no server's reply.
  const evidence =
    word.kind === 'dropped' ? { espClass: reason ?? name } : { diagnostic: reason, espClass: name };
  // What happened to contacts may name several.
  return recipientsIn(field(event, 'email')).map((recipient) =>
    eventOf(word, { ...facts, recipient }, evidence),
  );
}

/** `hardBounce`, `hard_bounce` and `hard bounce` are one word. */
function nameOf(event: JsonRecord): string | undefined {
  return eventName(event, 'event')
    ?.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`)
    .replace(/[ -]/g, '_')
    .toLowerCase();
}

/** `ts_epoch`, in some examples `s_epoch`, is documented in milliseconds, and is seconds in others. */
function brevoTime(event: JsonRecord): number | null {
  return (
    readTime(field(event, 'ts_epoch')) ??
    readTime(field(event, 's_epoch')) ??
    readTime(field(event, 'ts_event')) ??
    readTime(field(event, 'ts')) ??
    readTime(field(event, 'date_event')) ??
    readTime(field(event, 'date'))
  );
}
