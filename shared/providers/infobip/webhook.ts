import { isFailureKind, type ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { booleanOf, field, type JsonRecord, list, record, recordAt, textOf } from '../parsing/json.ts';
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
import { infobipErrors, infobipGroupIds, infobipGroups, infobipNotifications } from './event-map.ts';

/** Infobip: delivery reports, or what recipients did. It signs nothing. */
export const infobip = defineProvider({
  name: 'infobip',
  title: 'Infobip',
  takesApiKey: true,
  verify,
  ...parser((payload) => parseEntries(payload).flatMap(reportsOf), parseReport),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

function parseReport(report: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  return Object.hasOwn(report, 'notificationType')
    ? parseTracking(report, receivedAt)
    : parseDelivery(report, receivedAt);
}

function reportsOf(body: JsonRecord): readonly JsonRecord[] {
  return Object.hasOwn(body, 'results') ? list(field(body, 'results')).map(record) : [body];
}

function parseDelivery(report: JsonRecord, receivedAt: number): ReportedEvent | null {
  const status = recordAt(report, 'status');
  const group = textOf(status, 'groupName') ?? infobipGroupIds.get(textOf(status, 'groupId') ?? '');
  const error = recordAt(report, 'error');
  const name = textOf(error, 'name');
  const isMail = (textOf(report, 'channel') ?? 'EMAIL') === 'EMAIL';
  const mapping = (isMail && mapEvent(infobipGroups, group)) || UNMAPPED;
  // A group tells neither a bounce from an echo of one, nor a refusal by Infobip from one by the server.
  const cause = isFailureKind(mapping.kind) ? mapEvent(infobipErrors, name) : undefined;
  return eventOf(
    {
      ...mapping,
      ...cause,
      permanent: booleanOf(error, 'permanent') ?? cause?.permanent ?? mapping.permanent,
    },
    {
      recipient: recipientOf(report, 'to', 'recipient'),
      occurredAt: parseTime(field(report, 'doneAt')) ?? parseTime(field(report, 'sentAt')) ?? receivedAt,
      eventId: eventId(group, textOf(report, 'messageId'), name),
    },
    {
      diagnostic: textOf(error, 'description'),
      espClass: [group, name].filter(Boolean).join(' '),
    },
  );
}

/** What a recipient did with a message, and bounces that came after its delivery. */
function parseTracking(report: JsonRecord, receivedAt: number): ReportedEvent | null {
  const type = textOf(report, 'notificationType');
  const time = field(report, 'sendDateTime');
  return eventOf(
    mapEvent(infobipNotifications, type) ?? UNMAPPED,
    {
      recipient: recipientOf(report, 'recipient', 'to'),
      occurredAt: parseTime(time) ?? receivedAt,
      eventId: eventId(type, textOf(report, 'messageId'), textOf(report, 'sendDateTime')),
    },
    { diagnostic: textOf(report, 'reason'), espClass: type },
  );
}
