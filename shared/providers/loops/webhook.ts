import type { ReportedEvent } from '../../events/event.ts';
import { parseEntries } from '../parsing/entries.ts';
import { eventId, eventName, eventOf, recipientOf } from '../parsing/event.ts';
import { mapEvent, UNMAPPED } from '../parsing/event-map.ts';
import { field, type JsonRecord, recordAt, textOf } from '../parsing/json.ts';
import { parser } from '../parsing/parser.ts';
import { parseTime } from '../parsing/time.ts';
import { type Delivery, defineProvider } from '../provider.ts';
import { header } from '../signature/headers.ts';
import { verifyStandardWebhooks } from '../signature/standard-webhooks.ts';
import { loopsEvents } from './event-map.ts';

/** Loops: one event, signed as Standard Webhooks sign. */
export const loops = defineProvider({
  name: 'loops',
  title: 'Loops',
  takesApiKey: true,
  verify: verifyStandardWebhooks,
  ...parser(parseEntries, parseEvent),

  retainedHeaders: ['webhook-id'],
});

function parseEvent(event: JsonRecord, delivery: Delivery): ReportedEvent | null {
  const name = eventName(event, 'eventName');
  const mailingList = textOf(recordAt(event, 'mailingList'), 'id');
  return eventOf(
    mapEvent(loopsEvents, name) ?? UNMAPPED,
    {
      recipient:
        recipientOf(recordAt(event, 'contactIdentity'), 'email') ??
        recipientOf(recordAt(event, 'contact'), 'email'),
      occurredAt: parseTime(field(event, 'eventTime')) ?? delivery.receivedAt,
      eventId: eventId(
        name,
        header(delivery, 'webhook-id') ??
          eventId(textOf(recordAt(event, 'email'), 'id'), textOf(event, 'eventTime')),
      ),
      ...(mailingList === undefined ? {} : { espList: `mailing-list-${mailingList}` }),
    },
    { espClass: name },
  );
}
