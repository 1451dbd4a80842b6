import type { ReportedEvent } from '../events/event.ts';
import { proveTimestamped } from './proof/timestamped.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { lettermintEvents } from './vocabulary/lettermint.ts';

/** Lettermint: one event, signed with HMAC over time and body. */
export const lettermint: Provider = {
  name: 'lettermint',
  title: 'Lettermint',
  prove,
  read,
  guide: {
    where: 'The project > the route > Webhooks > Create webhook',
    tick: [
      'message.delivered',
      'message.hard_bounced',
      'message.soft_bounced',
      'message.spam_complaint',
      'message.failed',
      'message.suppressed',
      'message.unsubscribed',
      'suppression.added',
    ],
    secret: { from: 'esp', field: 'Signing secret' },
    proof: 'HMAC-SHA256 over timestamp and body, hex, in `X-Lettermint-Signature`; at most five minutes old.',
    documents: ['https://docs.lettermint.co/platform/webhooks/introduction'],
    notes: [
      'Lettermint names no recipient when a message breaks its own policy, and of an automatic reply only who sent ' +
        'it: what names nobody is acknowledged, and stored for nobody.',
      'An entry of its suppression list that is a domain is acknowledged and not stored.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveTimestamped(request, context, { header: 'x-lettermint-signature', toleranceSeconds: 300 });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

/** Documented to come without a recipient at times: there is nothing to store, and nothing to send again. */
const MAY_NAME_NOBODY: ReadonlySet<string> = new Set([
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

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const name = eventName(event, 'event');
  const data = recordAt(event, 'data');
  const recipient = addressOf(data);
  if (recipient === undefined && MAY_NAME_NOBODY.has(name ?? '')) return null;
  const response = recordAt(data, 'response');
  const time = field(event, 'timestamp') ?? field(event, 'created_at');
  return eventOf(
    meaningOf(lettermintEvents, name) ?? UNHEARD_OF,
    {
      recipient,
      occurredAt: readTime(time) ?? receivedAt,
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
