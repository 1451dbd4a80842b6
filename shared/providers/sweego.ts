import type { ReportedEvent } from '../events/event.ts';
import { proveStandardWebhooks } from './proof/standard-webhooks.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { sweegoEvents } from './vocabulary/sweego.ts';

/** Sweego: one event, signed as Standard Webhooks sign, but without a version before the signature. */
export const sweego: Provider = {
  name: 'sweego',
  title: 'Sweego',
  prove,
  read,
  guide: {
    where: 'Webhooks > Add a webhook',
    tick: ['Delivered', 'Soft bounce', 'Hard bounce', 'Complaint', 'List unsubscribe'],
    secret: { from: 'esp', field: 'Secret' },
    proof:
      'As Standard Webhooks, without a version: HMAC-SHA256 over id, timestamp and body, base64, in `webhook-signature`; at most five minutes old.',
    documents: [
      'https://learn.sweego.io/docs/webhooks/webhook_signature',
      'https://learn.sweego.io/docs/webhooks/payload',
    ],
    notes: [
      "The server's answer stands in brackets at the end of a line of Sweego's log, in `details`.",
      'Some events carry no zone with their time: it is UTC.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveStandardWebhooks(request, context, {
    prefix: 'webhook',
    key: 'base64',
    version: 'none',
    toleranceSeconds: 300,
  });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  // Sweego writes `hard_bounce` and `soft-bounce`.
  const type = eventName(event, 'event_type')?.replaceAll('-', '_');
  return eventOf(
    meaningOf(sweegoEvents, type) ?? UNHEARD_OF,
    {
      recipient: recipientOf(event, 'recipient'),
      occurredAt: readTime(field(event, 'timestamp')) ?? receivedAt,
      eventId: eventId(
        type,
        textOf(event, 'event_id') ?? eventId(textOf(event, 'swg_uid'), textOf(event, 'timestamp')),
      ),
    },
    {
      diagnostic: replyIn(textOf(event, 'details')),
      replyCode: textOf(event, 'response_code'),
      espClass: type,
    },
  );
}

/** Of a line of the sending server's log the answer of the receiving one: `... mx=... id=... (550 No such user)`. */
function replyIn(details: string | undefined): string | undefined {
  if (details === undefined) return undefined;
  const start = details.search(/\(\d{3}[ -]/);
  const end = details.lastIndexOf(')');
  return start >= 0 && end > start ? details.slice(start + 1, end) : details;
}
