import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientsIn } from '../parsing/event.ts';
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
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { brevoEvents } from './event-map.ts';

/** Brevo (once Sendinblue): one event, or a list where batching is on. It signs nothing. */
export const brevo = defineProvider({
  name: 'brevo',
  title: 'Brevo',
  takesApiKey: true,
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReadonlyArray<ReportedEvent | null> {
  const name = nameOf(event);
  const reason = textOf(event, 'reason');
  const mapping = mapEvent(brevoEvents, name) ?? UNMAPPED;
  const time = brevoTime(event);
  // `id` names the webhook and not the event.
  const message = textOf(event, 'message-id') ?? textOf(event, 'messageId') ?? textOf(event, 'camp_id');
  const facts = { occurredAt: time ?? receivedAt, eventId: eventId(name, message, time) };
  // What stopped a message before it was sent is Brevo's own word, and no server's reply.
  const evidence =
    mapping.kind === 'dropped' ? { espClass: reason ?? name } : { diagnostic: reason, espClass: name };
  // What happened to contacts may name several.
  return recipientsIn(field(event, 'email')).map((recipient) =>
    eventOf(mapping, { ...facts, recipient }, evidence),
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
    parseTime(field(event, 'ts_epoch')) ??
    parseTime(field(event, 's_epoch')) ??
    parseTime(field(event, 'ts_event')) ??
    parseTime(field(event, 'ts')) ??
    parseTime(field(event, 'date_event')) ??
    parseTime(field(event, 'date'))
  );
}
