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
import { verifyTimestamped } from '../signature/timestamped.ts';
import { lettermintEvents } from './event-map.ts';

/** Lettermint: one event, signed with HMAC over time and body. */
export const lettermint = defineProvider({
  name: 'lettermint',
  title: 'Lettermint',
  takesApiKey: true,
  verify,
  ...parser(parseEntries, parseEvent),
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifyTimestamped(request, context, 'x-lettermint-signature');
}

/** Documented to come without a recipient at times: there is nothing to store, and nothing to send again. */
const MAY_LACK_RECIPIENT: ReadonlySet<string> = new Set([
  'message.failed',
  'message.policy_rejected',
  'message.auto_replied',
  'suppression.added',
]);

/** The address an event is about: the recipient, who sent an automatic reply, or an entry of the list. */
function addressOf(data: JsonRecord): string | undefined {
  const entry = recipientOf(data, 'value');
  return (
    recipientOf(data, 'recipient', 'to') ??
    recipientOf(recordAt(data, 'auto_reply'), 'sender') ??
    (entry?.includes('@') ? entry : undefined)
  );
}

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const name = eventName(event, 'event');
  const data = recordAt(event, 'data');
  const recipient = addressOf(data);
  if (recipient === undefined && MAY_LACK_RECIPIENT.has(name ?? '')) return null;
  const response = recordAt(data, 'response');
  const time = field(event, 'timestamp') ?? field(event, 'created_at');
  return eventOf(
    mapEvent(lettermintEvents, name) ?? UNMAPPED,
    {
      recipient,
      occurredAt: parseTime(time) ?? receivedAt,
      eventId: eventId(
        name,
        textOf(event, 'id') ?? eventId(textOf(data, 'message_id'), textOf(event, 'timestamp')),
      ),
    },
    {
      diagnostic: textOf(response, 'content') ?? textOf(data, 'reason'),
      status: textOf(response, 'enhanced_status_code'),
      replyCode: textOf(response, 'status_code'),
      espClass: name,
    },
  );
}
