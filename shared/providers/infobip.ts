import { isFailureKind, type ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventOf, recipientOf } from './reading/event.ts';
import { booleanOf, field, type JsonRecord, list, record, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { infobipErrors, infobipGroupIds, infobipGroups, infobipNotifications } from './vocabulary/infobip.ts';

/** Infobip: delivery reports, or what recipients did. It signs nothing. */
export const infobip: Provider = {
  name: 'infobip',
  title: 'Infobip',
  prove,
  read,
  guide: {
    where: 'Developer Tools > Subscriptions Management > Create subscription, channel Email',
    tick: ['Delivery', 'Unsubscribed', 'Complained', 'Late bounce'],
    secret: { from: 'us', how: 'basic', field: 'Security settings of the notification profile' },
    proof: 'Nothing is signed: basic authentication, a header of your own or the URL carries the secret.',
    documents: [
      'https://www.infobip.com/docs/api/channels/email/receive-outbound-email-message-reports',
      'https://www.infobip.com/docs/api/channels/email/receive-email-tracking-reports',
      'https://www.infobip.com/docs/email/email-error-codes-update',
    ],
    notes: [
      'Infobip signs nothing. The secret may also travel in the URL, or in a header of your own.',
      'Its error names are those of its email error codes; one that is not in the table leaves the reason to the group.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'any' });
}

function read(request: WebhookRequest): Reading {
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
  const word = (isMail && meaningOf(infobipGroups, group)) || UNHEARD_OF;
  // A group tells neither a bounce from an echo of one, nor a refusal by Infobip from one by the server.
  const cause = isFailureKind(word.kind) ? meaningOf(infobipErrors, name) : undefined;
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
    meaningOf(infobipNotifications, type) ?? UNHEARD_OF,
    {
      recipient: recipientOf(report, 'recipient', 'to'),
      occurredAt: readTime(time) ?? receivedAt,
      eventId: eventId(type, textOf(report, 'messageId'), textOf(report, 'sendDateTime')),
    },
    { diagnostic: textOf(report, 'reason'), espClass: type },
  );
}
