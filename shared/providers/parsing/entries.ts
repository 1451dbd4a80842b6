import { InvalidPayloadError, type WebhookRequest } from '../provider.ts';
import { isForm, readForm } from './form.ts';
import { bodyText, field, isRecord, type JsonRecord, list, parseJson, record, textOf } from './json.ts';
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
export function readEntries(request: WebhookRequest, options: EntriesOptions = {}): readonly JsonRecord[] {
  if (isForm(request)) return [readForm(request)];
  return batchIn(readJsonOrLines(request.body, options)).map(record);
}

/** As `readEntries`, for a body that need not be readable: a handshake or a proof looks into it first. */
export function peekEntries(request: WebhookRequest): readonly JsonRecord[] {
  return peek(() => readEntries(request), []);
}

/**
 * The value of a JSON body; of JSON Lines the values of the lines, where one that is broken is undefined.
 *
 * @throws InvalidPayloadError
 */
export function readJsonOrLines(body: Buffer, { idsAsText }: EntriesOptions = {}): unknown {
  const text = bodyText(body);
  try {
    return objectOrList(parseJson(text, idsAsText));
  } catch (fault) {
    const lines = linesOf(text);
    if (lines.length < 2) throw fault;
    return lines.map((line) => peek(() => parseJson(line, idsAsText), undefined));
  }
}

function objectOrList(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return value;
  throw new InvalidPayloadError('The body is neither a JSON object nor a list.');
}

/** The lines of a text whose first line is a JSON object by itself. */
function linesOf(text: string): readonly string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first = ''] = lines;
  return first.startsWith('{') && first.endsWith('}') ? lines : [];
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
