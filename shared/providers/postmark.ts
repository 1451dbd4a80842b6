import type { ReportedEvent } from '../events/event.ts';
import { proveSharedSecret } from './proof/shared-secret.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { booleanOf, type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF, type Word } from './reading/vocabulary.ts';
import {
  postmarkBounces,
  postmarkRecords,
  postmarkSuppressions,
  postmarkTypeCodes,
  postmarkTypeNames,
} from './vocabulary/postmark.ts';

/** Postmark: one record, JSON. It signs nothing; the URL carries the secret as basic authentication. */
export const postmark: Provider = {
  name: 'postmark',
  title: 'Postmark',
  prove,
  read,
  guide: {
    where: 'Servers > (the server) > (the message stream) > Webhooks > Add webhook',
    tick: ['Delivery', 'Bounce', 'Spam Complaint', 'Subscription Change'],
    secret: { from: 'us', how: 'basic', field: 'Basic auth credentials' },
    proof: 'Nothing is signed: basic authentication, a header of your own or the URL carries the secret.',
    documents: [
      'https://postmarkapp.com/developer/webhooks/bounce-webhook',
      'https://postmarkapp.com/developer/webhooks/subscription-change-webhook',
      'https://postmarkapp.com/support/article/800-ips-for-firewalls',
    ],
    notes: [
      'Postmark publishes the addresses that its webhooks come from: an allow-list of the source may name them.',
      'Postmark stops only at 200 and 403. What is refused is answered with 401, so that a wrong secret loses nothing within ten retries.',
      'A Spam Notification is a block by the receiver and no complaint; some readers of this webhook disagree.',
      'A Subscription Change because of a hard bounce repeats the bounce: it is recorded as dropped, and not counted again.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveSharedSecret(request, context, { header: 'any' });
}

function read(request: WebhookRequest): Reading {
  // `ID` is a 64-bit number, and JSON.parse would round it.
  const entries = readEntries(request, { idsAsText: ['ID'] });
  return readEach(entries, (entry) => readRecord(entry, request.receivedAt));
}

function readRecord(entry: JsonRecord, receivedAt: number): ReportedEvent | null {
  const type = textOf(entry, 'RecordType') ?? unnamedRecord(entry) ?? eventName(entry, 'RecordType');
  const time = ['BouncedAt', 'DeliveredAt', 'ChangedAt', 'ReceivedAt'].flatMap(
    (key) => textOf(entry, key) ?? [],
  )[0];
  return eventOf(
    wordOf(type, entry),
    {
      recipient: recipientOf(entry, 'Email', 'Recipient'),
      occurredAt: readTime(time) ?? receivedAt,
      eventId: eventId(type, textOf(entry, 'ID') ?? eventId(textOf(entry, 'MessageID'), time)),
    },
    {
      diagnostic: textOf(entry, 'Details'),
      espClass: bounceType(entry) ?? textOf(entry, 'SuppressionReason'),
    },
  );
}

/** Webhooks of before 2019 do not name their record: each has a field that no other has. */
function unnamedRecord(entry: JsonRecord): string | undefined {
  if (textOf(entry, 'BouncedAt') ?? bounceType(entry)) return 'Bounce';
  if (textOf(entry, 'DeliveredAt')) return 'Delivery';
  if (textOf(entry, 'ClickLocation')) return 'Click';
  return booleanOf(entry, 'FirstOpen') === undefined ? undefined : 'Open';
}

/** The type by its name, or where that is missing by its number or by what the console calls it. */
function bounceType(entry: JsonRecord): string | undefined {
  const name = textOf(entry, 'Name');
  return (
    textOf(entry, 'Type') ??
    postmarkTypeCodes.get(textOf(entry, 'TypeCode') ?? '') ??
    (name && (postmarkTypeNames.get(name.toLowerCase()) ?? name))
  );
}

function wordOf(type: string | undefined, entry: JsonRecord): Word {
  const word = meaningOf(postmarkRecords, type) ?? UNHEARD_OF;
  if (word.kind === 'bounce') return meaningOf(postmarkBounces, bounceType(entry)) ?? word;
  if (word.kind !== 'unsubscribe') return word;
  if (booleanOf(entry, 'SuppressSending') === false) return { ...word, kind: 'resubscribe' };
  return meaningOf(postmarkSuppressions, textOf(entry, 'SuppressionReason')) ?? word;
}
