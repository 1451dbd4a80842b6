/** A schedule's events as an ESP reports them: queue messages, some of which hold an entry that cannot be read. */
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import type { QueueMessage } from '../../shared/intake/queue-message.ts';
import { encodeQueueMessage } from '../../shared/intake/queue-message-codec.ts';
import { generic } from '../../shared/providers/generic/webhook.ts';
import { NOON } from '../ledger/events.ts';

const RECEIVED_AT = NOON * 1000;

/** One message a batch of the schedule; of every second one the first entry is invalid. */
export function messagesOf(
  batches: ReadonlyArray<readonly ClassifiedEvent[]>,
  run: number,
): Promise<readonly QueueMessage[]> {
  return Promise.all(
    batches.map(async (events, place) => {
      const entries = events.map(entryOf);
      const body = await queueMessage(
        holdsInvalidEntry(place) ? [{ kind: 'bounce' }, ...entries] : entries,
        place,
      );
      return { id: `${run}.${place}`, sentAt: RECEIVED_AT, body };
    }),
  );
}

/** Whether the message at a place has an entry that ends among the dead letters. */
export function holdsInvalidEntry(place: number): boolean {
  return place % 2 === 1;
}

/** An entry of the provider `generic`: the code is stated, so that no rule of the classifier has a say. */
function entryOf({
  id,
  kind,
  address,
  at,
  code,
  permanent,
  onEspSuppressionList,
  list,
  diagnostic,
}: ClassifiedEvent): object {
  const isFailure = kind === 'bounce' || kind === 'deferral' || kind === 'dropped';
  return {
    id,
    kind,
    recipient: address,
    occurredAt: at,
    ...(list !== '*' && { list }),
    ...(isFailure && {
      code,
      diagnostic,
      ...(permanent !== null && { permanent }),
      ...(onEspSuppressionList && { onEspSuppressionList }),
    }),
  };
}

/** The queue message of a verified request. */
function queueMessage(entries: readonly object[], place: number): Promise<string> {
  const delivery = {
    source: generic.name,
    provider: generic.name,
    // A millisecond apart, so that no two messages are the same text.
    receivedAt: RECEIVED_AT + place,
    contentType: 'application/json',
    headers: {},
    body: Buffer.from(JSON.stringify(entries)),
  };
  return encodeQueueMessage('webhook', delivery, () =>
    Promise.reject(new Error('No body here is so large.')),
  );
}
