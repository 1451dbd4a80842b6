import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { iterableEvents, iterableStates } from './vocabulary/iterable.ts';

/** Iterable: one event. It signs nothing. */
export const iterable: Provider = {
  name: 'iterable',
  title: 'Iterable',
  prove,
  read,
  guide: {
    where: 'Integrations > System Webhooks > Create webhook',
    tick: ['Email Bounce', 'Email Complaint', 'Email Subscribe', 'Email Unsubscribe'],
    secret: { from: 'us', how: 'basic', field: 'Authentication: Basic' },
    proof: 'Nothing is signed: basic authentication, a header of your own or the URL carries the secret.',
    documents: ['https://support.iterable.com/hc/en-us/articles/208013936-System-Webhooks'],
    notes: [
      'Iterable signs nothing. With OAuth 2 the bearer token is the secret of the source.',
      'Iterable sends no event for a delivered message, so a soft hold ends by its own time only.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'any' });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const name = eventName(event, 'eventName');
  // Some descriptions of the webhook keep these fields beside the event's name.
  const fields = Object.hasOwn(event, 'dataFields') ? recordAt(event, 'dataFields') : event;
  const state = textOf(fields, 'recipientState');
  const word = meaningOf(iterableEvents, name) ?? UNHEARD_OF;
  const bounced = word.kind === 'bounce' ? meaningOf(iterableStates, state) : undefined;
  return eventOf(
    bounced ?? word,
    {
      recipient: recipientOf(event, 'email') ?? recipientOf(fields, 'email'),
      occurredAt: readTime(field(fields, 'createdAt')) ?? receivedAt,
      eventId: eventId(name, textOf(fields, 'messageId'), textOf(fields, 'createdAt')),
    },
    { diagnostic: textOf(fields, 'bounceMessage'), espClass: [name, state].filter(Boolean).join(' ') },
  );
}
