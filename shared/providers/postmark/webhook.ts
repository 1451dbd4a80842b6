import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { type EventMapping, mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { booleanOf, type JsonRecord, textOf } from '../parsing/json.ts';
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
import {
  postmarkBounces,
  postmarkRecords,
  postmarkSuppressions,
  postmarkTypeCodes,
  postmarkTypeNames,
} from './event-map.ts';

/** Postmark: one record, JSON. It signs nothing; the URL carries the secret as basic authentication. */
export const postmark = defineProvider({
  name: 'postmark',
  title: 'Postmark',
  takesApiKey: true,
  retryHours: 11,
  verify,
  ...parser((payload) => parseEntries(payload, { idsAsText: ['ID'] }), parseRecord),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context, { header: 'any' });
}

function parseRecord(entry: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const type = textOf(entry, 'RecordType') ?? unnamedRecord(entry) ?? eventName(entry, 'RecordType');
  const time = ['BouncedAt', 'DeliveredAt', 'ChangedAt', 'ReceivedAt'].flatMap(
    (key) => textOf(entry, key) ?? [],
  )[0];
  return eventOf(
    mappingOf(type, entry),
    {
      recipient: recipientOf(entry, 'Email', 'Recipient'),
      occurredAt: parseTime(time) ?? receivedAt,
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

function mappingOf(type: string | undefined, entry: JsonRecord): EventMapping {
  const mapping = mapEvent(postmarkRecords, type) ?? UNMAPPED;
  if (mapping.kind === 'bounce') return mapEvent(postmarkBounces, bounceType(entry)) ?? mapping;
  if (mapping.kind !== 'unsubscribe') return mapping;
  if (booleanOf(entry, 'SuppressSending') === false) return { ...mapping, kind: 'resubscribe' };
  return mapEvent(postmarkSuppressions, textOf(entry, 'SuppressionReason')) ?? mapping;
}
