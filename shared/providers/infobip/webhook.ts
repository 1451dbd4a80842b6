import { isFailureKind, type ReportedEvent } from '../../events/event.ts';
import { readEach } from '../parsing/batch.ts';
import { readEntries } from '../parsing/entries.ts';
import { eventId, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { booleanOf, field, type JsonRecord, list, record, recordAt, textOf } from '../parsing/json.ts';
import { readTime } from '../parsing/time.ts';
import {
  defineProvider,
  type ParsedEvents,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { verifySharedSecret } from '../signature/shared-secret.ts';
import { infobipErrors, infobipGroupIds, infobipGroups, infobipNotifications } from './event-map.ts';

/** Infobip: delivery reports, or what recipients did. It signs nothing. */
export const infobip = defineProvider({
  name: 'infobip',
  title: 'Infobip',
  verify,
  parse,
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

function parse(request: WebhookRequest): ParsedEvents {
  return readEach(readEntries(request).flatMap(reportsOf), (report) =>
    Object.hasOwn(report, 'notificationType')
      ? readTracking(report, request.receivedAt)
      : readDelivery(report, request.receivedAt),
  );
}

function reportsOf(body: JsonRecord): readonly JsonRecord[] {
  return Object.hasOwn(body, 'results') ? list(field(body, 'results')).map(record) : [body];
}

function readDelivery(report: JsonRecord, receivedAt: number): ReportedEvent | null {
  const status = recordAt(report, 'status');
  const group = textOf(status, 'groupName') ?? infobipGroupIds.get(textOf(status, 'groupId') ?? '');
  const error = recordAt(report, 'error');
  const name = textOf(error, 'name');
  const isMail = (textOf(report, 'channel') ?? 'EMAIL') === 'EMAIL';
  const word = (isMail && mapEvent(infobipGroups, group)) || UNMAPPED;
  // A group tells neither a bounce from an echo of one, nor a refusal by Infobip from one by the server.
  const cause = isFailureKind(word.kind) ? mapEvent(infobipErrors, name) : undefined;
  return eventOf(
    { ...word, ...cause, permanent: booleanOf(error, 'permanent') ?? cause?.permanent ?? word.permanent },
    {
      recipient: recipientOf(report, 'to', 'recipient'),
      occurredAt: readTime(field(report, 'doneAt')) ?? readTime(field(report, 'sentAt')) ?? receivedAt,
      eventId: eventId(group, textOf(report, 'messageId'), name),
    },
    {
      diagnostic: textOf(error, 'description'),
      espClass: [group, name].filter(Boolean).join(' '),
    },
  );
}

/** What a recipient did with a message, and bounces that came after its delivery. */
function readTracking(report: JsonRecord, receivedAt: number): ReportedEvent | null {
  const type = textOf(report, 'notificationType');
  const time = field(report, 'sendDateTime');
  return eventOf(
    mapEvent(infobipNotifications, type) ?? UNMAPPED,
    {
      recipient: recipientOf(report, 'recipient', 'to'),
      occurredAt: readTime(time) ?? receivedAt,
      eventId: eventId(type, textOf(report, 'messageId'), textOf(report, 'sendDateTime')),
    },
    { diagnostic: textOf(report, 'reason'), espClass: type },
  );
}
