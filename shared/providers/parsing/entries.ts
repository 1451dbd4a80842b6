import type { Payload } from '../provider.ts';
import { isForm, parseForm } from './form.ts';
import { field, isRecord, type JsonRecord, list, parseJsonBody, record, textOf } from './json.ts';
import { peek } from './peek.ts';

export interface EntriesOptions {
  /** Keys whose numbers exceed 2^53 and are kept digit by digit, as text. */
  readonly idsAsText?: readonly string[];
}

/**
 * The events of a body, in whichever of these ways an ESP, or a relay in between, sends them: one JSON object, a list,
 * a list inside an object (`{"events": [...]}`), an object a line, or the fields of a form. An item that is no object
 * reads as an empty one, so that its siblings go on.
 *
 * @throws InvalidPayloadError
 */
export function parseEntries(payload: Payload, options: EntriesOptions = {}): readonly JsonRecord[] {
  if (isForm(payload)) return [parseForm(payload)];
  return batchIn(parseJsonBody(payload.body, options)).map(record);
}

/** As `parseEntries`, for a body that may be invalid: a handshake or a verification looks into it first. */
export function peekEntries(payload: Payload): readonly JsonRecord[] {
  return peek(() => parseEntries(payload), []);
}

/** The items of a list, of a list inside an object, or the object itself. */
export function batchIn(value: unknown): readonly unknown[] {
  const items = list(value);
  // All are of one kind: nearly every body is a batch as it is, and stays it.
  if (listInside(items[0]) === null) return items;
  return items.flatMap((item) => listInside(item) ?? [item]);
}

/** What ESPs, their APIs and relays call the list of events inside an object. */
const WRAPPERS = ['events', 'items', 'results', 'records', 'data', '_json'];
/** An object with one of these is an event itself, whatever lists it holds. */
const NAMES = ['event', 'type', 'eventType', 'event_type', 'eventName', 'event_name', 'email', 'recipient'];

/** The list of events that an object holds instead of being one; null where it is one, or no object. */
function listInside(item: unknown): readonly unknown[] | null {
  if (!isRecord(item)) return null;
  for (const key of WRAPPERS) {
    const inner = field(item, key);
    if (Array.isArray(inner) && isBatch(inner, item)) return inner;
  }
  return null;
}

/** An empty list is a batch where the object holds nothing else; one of texts and numbers is none. */
function isBatch(inner: readonly unknown[], around: JsonRecord): boolean {
  if (NAMES.some((key) => textOf(around, key) !== undefined)) return false;
  return inner.length > 0 ? inner.some(isRecord) : Object.keys(around).length === 1;
}
