import type { ReportedEvent } from '../../events/event.ts';
import { type FailureCode, isFailureCode } from '../../failure-codes/scheme.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { booleanOf, field, type JsonRecord, numberOf, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import { type Delivery, defineProvider, InvalidPayloadError } from '../provider.ts';
import { verifyStandardWebhooks } from '../signature/standard-webhooks.ts';
import { genericKinds } from './event-map.ts';

/**
 * Any sender of one's own: a mail server's log shipper, an ESP that is not in the registry yet. One event, a
 * list of them, or `{"events": [...]}`:
 *
 * ```json
 * {
 *   "id": "8d1c",                           names the event; the same id twice is the same event
 *   "kind": "bounce",                       a kind of the ledger: `EventKind`
 *   "recipient": "ann@example.com",
 *   "occurredAt": "2026-05-01T12:00:00Z",   or seconds since 1970; otherwise the time it came in
 *   "permanent": true,                      leave it out where it is not known
 *   "diagnostic": "550 5.1.1 user unknown", the reply as the server gave it; it decides the failure code
 *   "status": "5.1.1", "replyCode": "550",  where they are known apart from it
 *   "code": 2001,                           a failure code that is kept as given
 *   "listed": true,                         of `dropped`: a list of the sender's own has the address;
 *                                           otherwise a drop is the sender's affair and suppresses nobody
 *   "list": "newsletter",                   narrower than the source's own
 *   "espList": "group-7"                    a list that the sender's own system makes, under the source's name
 * }
 * ```
 */
export const generic = defineProvider({
  name: 'generic',
  title: 'Any sender of your own',
  verify: verifyStandardWebhooks,
  ...parser((payload) => parseEntries(payload, { idsAsText: ['id'] }), parseEvent),
});

function parseEvent(event: JsonRecord, { receivedAt }: Delivery): ReportedEvent | null {
  const id = textOf(event, 'id');
  const kind = textOf(event, 'kind');
  if (id === undefined || kind === undefined)
    throw new InvalidPayloadError('The event needs an id and a kind.');
  const mapping = mapEvent(genericKinds, kind) ?? UNMAPPED;
  return eventOf(
    { ...mapping, permanent: booleanOf(event, 'permanent') ?? mapping.permanent },
    {
      recipient: recipientOf(event, 'recipient'),
      occurredAt: parseTime(field(event, 'occurredAt')) ?? receivedAt,
      eventId: id,
      list: textOf(event, 'list'),
      espList: textOf(event, 'espList'),
    },
    {
      diagnostic: textOf(event, 'diagnostic'),
      status: textOf(event, 'status'),
      replyCode: textOf(event, 'replyCode'),
      statedCode: codeOf(event),
      onEspSuppressionList: booleanOf(event, 'listed') || undefined,
    },
  );
}

/** @throws InvalidPayloadError when the code is none of the scheme's form: the sender should know. */
function codeOf(event: JsonRecord): FailureCode | undefined {
  if (field(event, 'code') === undefined) return undefined;
  const code = numberOf(event, 'code');
  if (isFailureCode(code)) return code;
  throw new InvalidPayloadError('The code of an event has four digits, 1000 to 9999.');
}
