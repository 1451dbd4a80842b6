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
import { urlCheckHandshake } from '../url-check.ts';
import { mailchimpTypes } from './event-map.ts';

/** Mailchimp's marketing audiences; its transactional mail is `mandrill`. */
export const mailchimp = defineProvider({
  name: 'mailchimp',
  title: 'Mailchimp Marketing',
  takesApiKey: true,
  verify,
  handshake: urlCheckHandshake,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifySharedSecret(request, context);
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const type = eventName(event, 'type');
  const data = dataOf(event);
  const reason = textOf(data, 'reason');
  const espClass = [type, reason].filter(Boolean).join(' ');
  return eventOf(
    mapEvent(mailchimpTypes, espClass) ?? mapEvent(mailchimpTypes, type) ?? UNMAPPED,
    {
      recipient:
        recipientOf(data, 'email', 'merges][EMAIL') ?? recipientOf(recordAt(data, 'merges'), 'EMAIL'),
      occurredAt: parseTime(field(event, 'fired_at')) ?? receivedAt,
      eventId: eventId(
        textOf(data, 'list_id'),
        textOf(data, 'campaign_id') ?? textOf(data, 'id'),
        espClass,
        textOf(event, 'fired_at'),
      ),
    },
    { espClass },
  );
}

/** A form writes what is nested as `data[email]`. */
function dataOf(event: JsonRecord): JsonRecord {
  if (Object.hasOwn(event, 'data')) return recordAt(event, 'data');
  const data: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(event)) {
    const key = /^data\[([a-zA-Z_[\]]+)\]$/.exec(name)?.[1];
    if (key !== undefined) data[key] = value;
  }
  return data;
}
