import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { booleanOf, field, type JsonRecord, textOf } from '../parsing/json.ts';
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
import { mailjetErrors, mailjetEvents, mailjetRelations } from './event-map.ts';

/** Mailjet: one event, or a list where events are grouped. It signs nothing. */
export const mailjet = defineProvider({
  name: 'mailjet',
  title: 'Mailjet',
  takesApiKey: true,
  verify,
  ...parser((payload) => parseEntries(payload, { idsAsText: ['MessageID', 'mj_message_id'] }), parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context);
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const name = eventName(event, 'event');
  const message =
    textOf(event, 'MessageID') ?? textOf(event, 'Message_GUID') ?? textOf(event, 'mj_message_id');
  const error = textOf(event, 'error');
  const relation = textOf(event, 'error_related_to');
  const meaning = mapEvent(mailjetErrors, error) ?? mapEvent(mailjetRelations, relation);
  return eventOf(
    mappingOf(name, event),
    {
      recipient: recipientOf(event, 'email'),
      occurredAt: parseTime(field(event, 'time')) ?? receivedAt,
      eventId: eventId(name, message, textOf(event, 'time')),
    },
    {
      diagnostic: textOf(event, 'comment') ?? textOf(event, 'smtp_reply'),
      espClass: error ?? relation ?? name,
      espCode: meaning?.code ?? undefined,
      ...(name === 'blocked' && meaning?.onEspSuppressionList && { onEspSuppressionList: true }),
    },
  );
}

/** For a bounce the error gives the kind, and the flag the permanence; a block stays a block. */
function mappingOf(name: string | undefined, event: JsonRecord): EventMapping {
  const mapping = mapEvent(mailjetEvents, name) ?? UNMAPPED;
  if (mapping.kind !== 'bounce') return mapping;
  const hard = booleanOf(event, 'hard_bounce') ?? null;
  const named = textOf(event, 'error');
  const unnamed = named === undefined && hard !== null ? `bounce/${hard ? 'hard' : 'soft'}` : undefined;
  const error = mapEvent(mailjetErrors, named) ?? mapEvent(mailjetEvents, unnamed) ?? mapping;
  return { ...error, kind: hard ? 'bounce' : error.kind, permanent: hard ?? error.permanent };
}
