import type { ReportedEvent } from '../events/event.ts';
import { header } from './proof/headers.ts';
import { proveStandardWebhooks } from './proof/standard-webhooks.ts';
import type { Proof, ProofContext, Provider, Reading, WebhookRequest } from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from './reading/event.ts';
import { field, type JsonRecord, recordAt, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { ahasendEvents } from './vocabulary/ahasend.ts';

/** AhaSend: one event, signed as Standard Webhooks sign, but with the secret itself as the key. */
export const ahasend: Provider = {
  name: 'ahasend',
  title: 'AhaSend',
  prove,
  read,
  guide: {
    where: 'The account > Webhooks > Add Webhook',
    tick: [
      'message.delivered',
      'message.transient_error',
      'message.failed',
      'message.bounced',
      'message.suppressed',
      'suppression.created',
    ],
    secret: { from: 'esp', field: 'Secret' },
    proof:
      'Standard Webhooks: HMAC-SHA256 over id, timestamp and body, keyed with the secret as it is shown, base64, in `webhook-signature`; at most five minutes old.',
    documents: ['https://ahasend.com/docs/api-reference/webhooks'],
    notes: [
      'The key is the whole secret as it is shown, prefix included: it is not base64.',
      'AhaSend waits five seconds for an answer, and sends six times within 16 minutes.',
      'AhaSend turns a webhook off after 100 failures in a row.',
      "AhaSend reports neither the server's answer nor complaints.",
    ],
  },

  keepHeaders: ['webhook-id'],
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveStandardWebhooks(request, context, {
    prefix: 'webhook',
    key: 'literal',
    version: 'v1',
    toleranceSeconds: 300,
  });
}

function read(request: WebhookRequest): Reading {
  return readEach(readEntries(request), (event) => readEvent(event, request));
}

function readEvent(event: JsonRecord, request: WebhookRequest): ReportedEvent | null {
  const type = eventName(event, 'type');
  const data = recordAt(event, 'data');
  return eventOf(
    meaningOf(ahasendEvents, type) ?? UNHEARD_OF,
    {
      recipient: recipientOf(data, 'recipient'),
      occurredAt: readTime(field(event, 'timestamp')) ?? request.receivedAt,
      eventId: eventId(
        type,
        header(request, 'webhook-id') ?? eventId(textOf(data, 'id'), textOf(event, 'timestamp')),
      ),
    },
    { diagnostic: textOf(data, 'reason'), espClass: type },
  );
}
