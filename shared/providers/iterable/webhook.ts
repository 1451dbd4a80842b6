import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
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
import { iterableEvents, iterableStates } from './event-map.ts';

/** Iterable: one event. It signs nothing. */
export const iterable = defineProvider({
  name: 'iterable',
  title: 'Iterable',
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const name = eventName(event, 'eventName');
  // Some descriptions of the webhook keep these fields beside the event's name.
  const fields = Object.hasOwn(event, 'dataFields') ? recordAt(event, 'dataFields') : event;
  const state = textOf(fields, 'recipientState');
  const mapping = mapEvent(iterableEvents, name) ?? UNMAPPED;
  const bounced = mapping.kind === 'bounce' ? mapEvent(iterableStates, state) : undefined;
  return eventOf(
    bounced ?? mapping,
    {
      recipient: recipientOf(event, 'email') ?? recipientOf(fields, 'email'),
      occurredAt: parseTime(field(fields, 'createdAt')) ?? receivedAt,
      eventId: eventId(name, textOf(fields, 'messageId'), textOf(fields, 'createdAt')),
    },
    { diagnostic: textOf(fields, 'bounceMessage'), espClass: [name, state].filter(Boolean).join(' ') },
  );
}
