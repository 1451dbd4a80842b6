import type { ReportedEvent } from '../events/event.ts';
import { type FailureCode, isFailureCode } from '../failure-codes/scheme.ts';
import { proveStandardWebhooks } from './proof/standard-webhooks.ts';
import {
  type Proof,
  type ProofContext,
  type Provider,
  type Reading,
  UnreadableBody,
  type WebhookRequest,
} from './provider.ts';
import { readEach } from './reading/batch.ts';
import { readEntries } from './reading/entries.ts';
import { eventOf, recipientOf } from './reading/event.ts';
import { booleanOf, field, type JsonRecord, numberOf, textOf } from './reading/json.ts';
import { readTime } from './reading/time.ts';
import { meaningOf, UNHEARD_OF } from './reading/vocabulary.ts';
import { genericKinds } from './vocabulary/generic.ts';

/**
 * Any sender of one's own: a mail server's log shipper, an ESP that is not in the registry yet. One event, a
 * list of them, or `{"events": [...]}`:
 *
 * ```json
 * {
 *   "id": "8d1c",                           names the event; the same id twice is the same event
 *   "kind": "bounce",                       a kind of the ledger: see the vocabulary
 *   "recipient": "ann@example.com",
 *   "occurredAt": "2026-05-01T12:00:00Z",   or seconds since 1970; otherwise the time it came in
 *   "permanent": true,                      leave it out where it is not known
 *   "diagnostic": "550 5.1.1 user unknown", the reply as the server gave it; it decides the failure code
 *   "status": "5.1.1", "replyCode": "550",  where they are known apart from it
 *   "code": 2001,                           a failure code that is kept as given
 *   "listed": true,                         of `dropped`: a list of the sender's own has the address
 *   "list": "newsletter"                    narrower than the source's own
 * }
 * ```
 */
export const generic: Provider = {
  name: 'generic',
  title: 'Any sender of your own',
  prove,
  read,
  guide: {
    where: 'In your own sender: POST JSON to the URL of the source',
    tick: [
      'bounce',
      'deferral',
      'dropped',
      'auto-reply',
      'complaint',
      'unsubscribe',
      'resubscribe',
      'delivered',
    ],
    secret: { from: 'us', how: 'field', field: 'the signing key of a Standard Webhooks library' },
    proof:
      'Standard Webhooks: HMAC-SHA256 over id, timestamp and body, base64, in `webhook-signature`; at most five minutes old.',
    documents: [
      'https://www.standardwebhooks.com/',
      'https://github.com/standard-webhooks/standard-webhooks',
    ],
    notes: [
      'An event is `{"id", "kind", "recipient"}` with `"occurredAt"`, `"permanent"`, `"diagnostic"`, `"status"`, `"replyCode"`, `"code"`, `"listed"` and `"list"` where they are known; a body holds one, a list of them, or `{"events": [...]}`.',
      'Sign with Standard Webhooks: `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature: v1,<base64 HMAC-SHA256 of id.timestamp.body>`. The key is what the base64 of the secret says, after `whsec_`. A signature older than five minutes is refused: sign each retry afresh.',
    ],
  },
};

function prove(request: WebhookRequest, context: ProofContext): Proof {
  return proveStandardWebhooks(request, context, {
    prefix: 'webhook',
    key: 'base64',
    version: 'v1',
    toleranceSeconds: 300,
  });
}

function read(request: WebhookRequest): Reading {
  const entries = readEntries(request, { idsAsText: ['id'] });
  return readEach(entries, (entry) => readEvent(entry, request.receivedAt));
}

function readEvent(event: JsonRecord, receivedAt: number): ReportedEvent | null {
  const id = textOf(event, 'id');
  const kind = textOf(event, 'kind');
  if (id === undefined || kind === undefined) throw new UnreadableBody('The event needs an id and a kind.');
  const word = meaningOf(genericKinds, kind) ?? UNHEARD_OF;
  return eventOf(
    { ...word, permanent: booleanOf(event, 'permanent') ?? word.permanent },
    {
      recipient: recipientOf(event, 'recipient'),
      occurredAt: readTime(field(event, 'occurredAt')) ?? receivedAt,
      eventId: id,
      list: textOf(event, 'list'),
    },
    {
      diagnostic: textOf(event, 'diagnostic'),
      status: textOf(event, 'status'),
      replyCode: textOf(event, 'replyCode'),
      statedCode: codeOf(event),
      listed: (booleanOf(event, 'listed') ?? saysNothingElse(event)) || undefined,
    },
  );
}

/** A drop without a reason is what a list of the sender's own makes. */
function saysNothingElse(event: JsonRecord): boolean {
  return ['diagnostic', 'status', 'replyCode', 'code'].every((name) => field(event, name) === undefined);
}

/** @throws UnreadableBody when the code is none of the scheme's form: the sender should know. */
function codeOf(event: JsonRecord): FailureCode | undefined {
  if (field(event, 'code') === undefined) return undefined;
  const code = numberOf(event, 'code');
  if (isFailureCode(code)) return code;
  throw new UnreadableBody('The code of an event has four digits, 1000 to 9999.');
}
