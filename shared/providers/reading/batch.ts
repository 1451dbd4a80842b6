import type { ReportedEvent } from '../../events/event.ts';
import { type BrokenEntry, type Reading, UnreadableBody } from '../provider.ts';

/** The most events of one body. */
const MOST_EVENTS = 10_000;

/** What one entry of a body turned out to be; null is an entry that tells nothing of an address. */
export type EntryEvents = ReportedEvent | null | ReadonlyArray<ReportedEvent | null>;

/**
 * Reads each entry of a body by itself. An entry that `one` cannot read (it throws UnreadableBody) is reported
 * as broken, and its siblings go on.
 *
 * @throws UnreadableBody when no entry can be read at all, or the body holds more than 10,000 events
 */
export function readEach<Entry>(
  entries: readonly Entry[],
  one: (entry: Entry, index: number) => EntryEvents,
): Reading {
  const events: ReportedEvent[] = [];
  const broken: BrokenEntry[] = [];
  refuseOver(entries.length);
  entries.forEach((entry, index) => {
    try {
      const read = one(entry, index);
      if (isMany(read)) events.push(...read.filter((event) => event !== null));
      else if (read !== null) events.push(read);
    } catch (fault) {
      if (!(fault instanceof UnreadableBody)) throw fault;
      broken.push({ index, fault: fault.message });
    }
    refuseOver(events.length);
  });
  const [first] = broken;
  if (first && broken.length === entries.length) throw new UnreadableBody(first.fault);
  return { events, broken };
}

/** As `readEach`, of entries that are bodies of their own; of a single one it is that one's reading. */
export function readAll<Entry>(entries: readonly Entry[], one: (entry: Entry) => Reading): Reading {
  const [only, ...others] = entries;
  if (only !== undefined && others.length === 0) return one(only);
  const inside: BrokenEntry[] = [];
  const { events, broken } = readEach(entries, (entry, index) => {
    const reading = one(entry);
    inside.push(...reading.broken.map(({ fault }) => ({ index, fault })));
    return reading.events;
  });
  return { events, broken: [...broken, ...inside] };
}

function isMany(read: EntryEvents): read is ReadonlyArray<ReportedEvent | null> {
  return Array.isArray(read);
}

function refuseOver(count: number): void {
  if (count > MOST_EVENTS) throw new UnreadableBody('The body holds over 10,000 events.');
}
