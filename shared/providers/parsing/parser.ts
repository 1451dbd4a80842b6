import type { ReportedEvent } from '../../events/event.ts';
import {
  type Delivery,
  type InvalidEntry,
  InvalidPayloadError,
  MAX_EVENT_BYTES,
  type ParsedEvents,
  type Parser,
  type Payload,
  type ReceivedMail,
} from '../provider.ts';

/** The most events of one body. */
const MAX_EVENTS = 10_000;

/**
 * What one entry of a body holds: an event, several, none of any address (null), or several of which some can be
 * invalid by themselves.
 */
export type EntryEvents = ReportedEvent | null | ReadonlyArray<ReportedEvent | null> | ParsedEvents;

/**
 * Makes a provider's parser: `entriesOf` takes a body apart, `parseEntry` parses one of its entries. An entry that it
 * throws InvalidPayloadError for is reported as invalid, and its siblings go on. A body of which no entry can be
 * parsed, or that holds more than 10,000 events, is invalid as a whole.
 *
 * @param requireEntry throws InvalidPayloadError for an entry that is not the ESP's. Where SES signs a notification that
 * cannot be parsed, for one, nothing is gained by its being sent again.
 * @default requireEntry: parseEntry
 *
 * @example
 * ...parser(parseEntries, (entry, { receivedAt }) => parseEvent(entry, receivedAt))
 */
export function parser<Entry>(
  entriesOf: (payload: Payload) => readonly Entry[],
  parseEntry: (entry: Entry, delivery: Delivery) => EntryEvents,
  requireEntry: (entry: Entry, delivery: Delivery) => unknown = parseEntry,
): Parser {
  return {
    parse(delivery) {
      const events: ReportedEvent[] = [];
      const invalid: InvalidEntry[] = [];
      const mails: ReceivedMail[] = [];
      const entries = boundedEntries(entriesOf(delivery), delivery);
      let parsed = 0;
      entries.forEach((entry, index) => {
        try {
          const found = parseEntry(entry, delivery);
          parsed += 1;
          if (isSeveral(found)) events.push(...found.filter((event) => event !== null));
          else if (found !== null && 'events' in found) {
            events.push(...found.events);
            mails.push(...(found.mails ?? []));
            invalid.push(...found.invalid.map(({ issue }) => ({ index, issue })));
          } else if (found !== null) events.push(found);
        } catch (error) {
          invalid.push({ index, issue: issueOf(error) });
        }
        refuseOver(events.length);
      });
      const [first] = invalid;
      if (first && parsed === 0) throw new InvalidPayloadError(first.issue);
      return mails.length > 0 ? { events, invalid, mails } : { events, invalid };
    },
    countEntries(delivery) {
      const entries = boundedEntries(entriesOf(delivery), delivery);
      let issue: string | undefined;
      for (const entry of entries) {
        try {
          requireEntry(entry, delivery);
          return entries.length;
        } catch (error) {
          issue ??= issueOf(error);
        }
      }
      if (issue !== undefined) throw new InvalidPayloadError(issue);
      return 0;
    },
  };
}

function isSeveral(found: EntryEvents): found is ReadonlyArray<ReportedEvent | null> {
  return Array.isArray(found);
}

/** @throws what is no InvalidPayloadError: a fault of ours, and not of the body */
function issueOf(error: unknown): string {
  if (error instanceof InvalidPayloadError) return error.message;
  throw error;
}

function boundedEntries<Entry>(entries: readonly Entry[], { body }: Payload): readonly Entry[] {
  refuseOver(entries.length);
  if (body.length > MAX_EVENT_BYTES * Math.max(1, entries.length))
    throw new InvalidPayloadError('The body holds an event of over 1 MB.');
  return entries;
}

function refuseOver(count: number): void {
  if (count > MAX_EVENTS) throw new InvalidPayloadError('The body holds over 10,000 events.');
}
