import type { ReportedEvent } from '../../events/event.ts';
import { readEach } from '../parsing/batch.ts';
import { readEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { readTime } from '../parsing/time.ts';
import {
  defineProvider,
  type ParsedEvents,
  type Verification,
  type VerificationContext,
  type WebhookRequest,
} from '../provider.ts';
import { header } from '../signature/headers.ts';
import { verifyStandardWebhooks } from '../signature/standard-webhooks.ts';
import { loopsEvents } from './event-map.ts';

/** Loops: one event, signed as Standard Webhooks sign. */
export const loops = defineProvider({
  name: 'loops',
  title: 'Loops',
  verify,
  parse,

  retainedHeaders: ['webhook-id'],
});

function verify(request: WebhookRequest, context: VerificationContext): Verification {
  return verifyStandardWebhooks(request, context, {
    prefix: 'webhook',
    key: 'base64',
    version: 'v1',
    toleranceSeconds: 300,
  });
}

function parse(request: WebhookRequest): ParsedEvents {
  return readEach(readEntries(request), (event) => readEvent(event, request));
}

function readEvent(event: JsonRecord, request: WebhookRequest): ReportedEvent | null {
  const name = eventName(event, 'eventName');
  const mailingList = textOf(recordAt(event, 'mailingList'), 'id');
  return eventOf(
    mapEvent(loopsEvents, name) ?? UNMAPPED,
    {
      recipient:
        recipientOf(recordAt(event, 'contactIdentity'), 'email') ??
        recipientOf(recordAt(event, 'contact'), 'email'),
      occurredAt: readTime(field(event, 'eventTime')) ?? request.receivedAt,
      eventId: eventId(
        name,
        header(request, 'webhook-id') ??
          eventId(textOf(recordAt(event, 'email'), 'id'), textOf(event, 'eventTime')),
      ),
      ...(mailingList === undefined ? {} : { list: `mailing-list-${mailingList}` }),
    },
    { espClass: name },
  );
}
