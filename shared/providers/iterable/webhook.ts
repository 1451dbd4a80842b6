import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { asText, field, type JsonRecord, list, recordAt, textOf } from '../parsing/json.ts';
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
  takesApiKey: true,
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReadonlyArray<ReportedEvent | null> {
  const name = eventName(event, 'eventName');
  // Some descriptions of the webhook keep these fields beside the event's name.
  const fields = Object.hasOwn(event, 'dataFields') ? recordAt(event, 'dataFields') : event;
  const state = textOf(fields, 'recipientState');
  const mapping = mapEvent(iterableEvents, name) ?? UNMAPPED;
  const bounced = mapping.kind === 'bounce' ? mapEvent(iterableStates, state) : undefined;
  const facts = {
    recipient: recipientOf(event, 'email') ?? recipientOf(fields, 'email'),
    occurredAt: parseTime(field(fields, 'createdAt')) ?? receivedAt,
    eventId: eventId(name, textOf(fields, 'messageId'), textOf(fields, 'createdAt')),
  };
  const evidence = {
    diagnostic: textOf(fields, 'bounceMessage'),
    espClass: [name, state].filter(Boolean).join(' '),
  };
  const isOptInOrOut = mapping.kind === 'unsubscribe' || mapping.kind === 'resubscribe';
  const scopes = isOptInOrOut ? scopesOf(fields) : [];
  if (scopes.length === 0) return [eventOf(bounced ?? mapping, facts, evidence)];
  return scopes.map((scope) =>
    eventOf(mapping, { ...facts, eventId: eventId(facts.eventId, scope), espList: scope }),
  );
}

/** What an opt-out or an opt-in is of: channels, message types, lists. Without any it is of everything. */
const SCOPES: ReadonlyArray<readonly [field: string, scope: string]> = [
  ['channelIds', 'channel'],
  ['messageTypeIds', 'message-type'],
  ['emailListIds', 'list'],
];

function scopesOf(fields: JsonRecord): readonly string[] {
  return SCOPES.flatMap(([key, scope]) =>
    list(field(fields, key)).flatMap((id) => {
      const text = asText(id);
      return text === undefined ? [] : [`${scope}-${text}`];
    }),
  );
}
