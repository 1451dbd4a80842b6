import type { ReportedEvent } from '../../events/event.ts';
import { type BrokenEntry, type Reading, UnreadableBody } from '../provider.ts';

/** The most events of one body. */
export const MOST_EVENTS = 10_000;

/**
 * Reads each entry of a body by itself: `one` gives its event, its events, or null for an entry that is none.
 * An entry that it cannot read (it throws UnreadableBody) is reported as broken, and its siblings go on.
 *
 * @throws UnreadableBody when the body holds more than 10,000 events
 */
export function readEach<Entry>(
  entries: readonly Entry[],
  one: (entry: Entry, index: number) => ReportedEvent | readonly ReportedEvent[] | null,
): Reading {
  const events: ReportedEvent[] = [];
  const broken: BrokenEntry[] = [];
  refuseOver(entries.length);
  entries.forEach((entry, index) => {
    try {
      const read = one(entry, index);
      if (read !== null) events.push(...(Array.isArray(read) ? read : [read]));
    } catch (fault) {
      if (!(fault instanceof UnreadableBody)) throw fault;
      broken.push({ index, fault: fault.message });
    }
    refuseOver(events.length);
  });
  return { events, broken };
}

function refuseOver(count: number): void {
  if (count > MOST_EVENTS) throw new UnreadableBody('The body holds over 10,000 events.');
}
