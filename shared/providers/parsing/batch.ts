import type { ReportedEvent } from '../../events/event.ts';
import { type InvalidEntry, InvalidPayloadError, type ParsedEvents } from '../provider.ts';

/** The most events of one body. */
const MAX_EVENTS = 10_000;

/** What one entry of a body turned out to be; null is an entry that tells nothing of an address. */
export type EntryEvents = ReportedEvent | null | ReadonlyArray<ReportedEvent | null>;

/**
 * Reads each entry of a body by itself. An entry that `one` cannot read (it throws InvalidPayloadError) is reported
 * as invalid, and its siblings go on.
 *
 * @throws InvalidPayloadError when no entry can be read at all, or the body holds more than 10,000 events
 */
export function readEach<Entry>(
  entries: readonly Entry[],
  one: (entry: Entry, index: number) => EntryEvents,
): ParsedEvents {
  const events: ReportedEvent[] = [];
  const invalid: InvalidEntry[] = [];
  refuseOver(entries.length);
  entries.forEach((entry, index) => {
    try {
      const read = one(entry, index);
      if (isMany(read)) events.push(...read.filter((event) => event !== null));
      else if (read !== null) events.push(read);
    } catch (fault) {
      if (!(fault instanceof InvalidPayloadError)) throw fault;
      invalid.push({ index, fault: fault.message });
    }
    refuseOver(events.length);
  });
  const [first] = invalid;
  if (first && invalid.length === entries.length) throw new InvalidPayloadError(first.fault);
  return { events, invalid };
}

/** As `readEach`, of entries that are bodies of their own; of a single one it is that one's reading. */
export function readAll<Entry>(entries: readonly Entry[], one: (entry: Entry) => ParsedEvents): ParsedEvents {
  const [only, ...others] = entries;
  if (only !== undefined && others.length === 0) return one(only);
  const inside: InvalidEntry[] = [];
  const { events, invalid } = readEach(entries, (entry, index) => {
    const reading = one(entry);
    inside.push(...reading.invalid.map(({ fault }) => ({ index, fault })));
    return reading.events;
  });
  return { events, invalid: [...invalid, ...inside] };
}

function isMany(read: EntryEvents): read is ReadonlyArray<ReportedEvent | null> {
  return Array.isArray(read);
}

function refuseOver(count: number): void {
  if (count > MAX_EVENTS) throw new InvalidPayloadError('The body holds over 10,000 events.');
}
