import type { ReportedEvent } from '../events/event.ts';
import { proveTimestamped } from './proof/timestamped.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readRecords } from './reading/entries.ts';
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
    ],
    secret: { from: 'esp', field: 'Signing secret' },
    documents: ['https://docs.lettermint.co/platform/webhooks/introduction'],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveTimestamped(request, context, { header: 'x-lettermint-signature', toleranceSeconds: 300 });
}

function read(request: WebhookRequest): Reading {
  return readEach(readRecords(request.body), (event) => readEvent(event, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const name = eventName(event, 'event');
  const data = recordAt(event, 'data');
  const response = recordAt(data, 'response');
  const time = field(event, 'timestamp') ?? field(event, 'created_at');
  return eventOf(
    meaningOf(lettermintEvents, name) ?? UNHEARD_OF,
    {
      recipient: recipientOf(data, 'recipient', 'to'),
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
