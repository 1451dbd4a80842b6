import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, isRecord, type JsonRecord, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import {
  type Delivery,
  defineProvider,
  InvalidPayloadError,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { sparkpostBounceClasses, sparkpostEvents } from './event-map.ts';

/** SparkPost (Bird): a list of events, each wrapped in `msys` and the name of its class. It signs nothing. */
export const sparkpost = defineProvider({
  name: 'sparkpost',
  title: 'SparkPost (Bird)',
  takesApiKey: true,
  retryHours: 8,
  verify,
  ...parser(parseEntries, parseEntry),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'x-messagesystems-webhook-token' });
}

/**
 * An entry holds one event under the name of its class: `message_event`, `track_event`, and so on. The events of the
 * Events API, which programs pass on, have the same fields and stand by themselves.
 */
function parseEntry(entry: JsonRecord, { receivedAt }: Delivery): ReadonlyArray<ReportedEvent | null> {
  const classes = field(entry, 'msys');
  if (classes === undefined && recipientOf(entry, 'raw_rcpt_to', 'rcpt_to') !== undefined) {
    return [readEvent(entry, receivedAt)];
  }
  if (!isRecord(classes)) throw new InvalidPayloadError('The entry has no msys.');
  return Object.entries(classes).map(([name, event]) =>
    name !== INCOMING && isRecord(event) ? readEvent(event, receivedAt) : null,
  );
}

/** A mail that came in for the operator, and no event of a sent one. */
const INCOMING = 'relay_message';

const DNS_FAILURE = '21';

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const bounceClass = textOf(event, 'bounce_class');
  // Only what failed has a class, and programs that pass events on may leave the type out.
  const type = textOf(event, 'type') ?? (bounceClass && 'bounce');
  const time = field(event, 'timestamp');
  const reply = textOf(event, 'raw_reason') ?? textOf(event, 'reason');
  return eventOf(
    mappingOf(type, event),
    {
      // `rcpt_to` is lower-cased by SparkPost.
      recipient: recipientOf(event, 'raw_rcpt_to', 'rcpt_to'),
      occurredAt: parseTime(time) ?? receivedAt,
      eventId: eventId(
        type,
        textOf(event, 'event_id') ?? eventId(textOf(event, 'message_id'), textOf(event, 'timestamp')),
      ),
    },
    {
      diagnostic: reply,
      // Without DNS no server was reached, and the code is SparkPost's own.
      replyCode: bounceClass === DNS_FAILURE ? undefined : textOf(event, 'error_code'),
      espClass: bounceClass ?? type,
      espCode: mapEvent(sparkpostBounceClasses, bounceClass)?.code ?? undefined,
      // Of a policy rejection only the words tell the suppression list from other policies.
      ...(reply && /suppress/i.test(reply) && { onEspSuppressionList: true }),
    },
  );
}

function mappingOf(type: string | undefined, event: JsonRecord): EventMapping {
  const mapping = mapEvent(sparkpostEvents, type) ?? UNMAPPED;
  if (mapping.kind === 'bounce')
    return mapEvent(sparkpostBounceClasses, textOf(event, 'bounce_class')) ?? mapping;
  return mapping.kind === 'complaint' && textOf(event, 'fbtype') === 'not-spam'
    ? { ...mapping, kind: 'other' }
    : mapping;
}
