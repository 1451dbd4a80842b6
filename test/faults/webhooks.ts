/** A schedule's events as an ESP reports them: queue messages, some of which hold an entry that nobody can read. */
import type { LedgerEvent } from '../../shared/events/event.ts';
import type { QueueMessage } from '../../shared/intake/queue-message.ts';
import { NOON } from '../ledger/events.ts';

/** One message a batch of the schedule; of every second one the first entry is broken. */
export function messagesOf(batches: ReadonlyArray<readonly LedgerEvent[]>, run: number): QueueMessage[] {
  return batches.map((events, place) => {
    const entries = events.map(entryOf);
    return {
      id: `${run}.${place}`,
      sentAt: NOON * 1000,
      body: messageOf(holdsBrokenEntry(place) ? [{ kind: 'bounce' }, ...entries] : entries),
    };
  });
}

/** Whether the message at a place has an entry that ends among the dead letters. */
export function holdsBrokenEntry(place: number): boolean {
  return place % 2 === 1;
}

/** An entry of the provider `generic`: the code is stated, so that no rule of the classifier has a say. */
function entryOf({ id, kind, address, at, code, permanent, listed, list, diagnostic }: LedgerEvent): object {
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
      ...(listed && { listed }),
    }),
  };
}

function messageOf(entries: readonly object[]): string {
  return JSON.stringify({
    v: 1,
    source: 'generic',
    provider: 'generic',
    receivedAt: NOON * 1000,
    method: 'POST',
    url: 'https://hooks.example.com/v1/webhooks/generic',
    headers: { 'content-type': 'application/json' },
    encoding: 'text',
    body: JSON.stringify(entries),
  });
}
