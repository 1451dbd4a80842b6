import { isUtf8 } from 'node:buffer';
import { InvalidPayloadError, MAX_BODY_BYTES, MAX_BODY_MEGABYTES } from '../provider.ts';
import { oncePerBody } from './once-per-body.ts';
import { peek } from './peek.ts';

/** Bounds of what a body holds; what is beyond them is not what an ESP sends. */
const MAX_DEPTH = 32;
const MAX_TEXT_LENGTH = 8_192;

export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Parses JSON, at most 32 levels deep. `idsAsText` names the keys whose numbers exceed 2^53 and are kept digit by
 * digit, as text.
 *
 * @throws InvalidPayloadError
 */
export function parseJson(text: string, idsAsText: readonly string[] = []): unknown {
  let value: unknown;
  try {
    value = idsAsText.length > 0 && LONG_NUMBER.test(text) ? parseWithIds(text, idsAsText) : JSON.parse(text);
  } catch {
    throw new InvalidPayloadError('The body is not valid JSON.');
  }
  if (isDeeperThan(MAX_DEPTH, value))
    throw new InvalidPayloadError(`The body is nested over ${MAX_DEPTH} levels deep.`);
  return value;
}

/**
 * The body as text.
 *
 * @throws InvalidPayloadError when it is over `MAX_BODY_BYTES` or not UTF-8
 */
export function bodyText(body: Buffer): string {
  if (body.length > MAX_BODY_BYTES)
    throw new InvalidPayloadError(`The body is over ${MAX_BODY_MEGABYTES} MB.`);
  if (!isUtf8(body)) throw new InvalidPayloadError('The body is not UTF-8.');
  const text = body.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * The value of a body: an object, a list, or of JSON Lines the values of the lines, where an invalid one is undefined.
 * Parsed once, however often the same body is asked about.
 *
 * @throws InvalidPayloadError
 */
export function parseJsonBody(
  body: Buffer,
  { idsAsText = [] }: { readonly idsAsText?: readonly string[] } = {},
): unknown {
  return jsonBodies.of(body, idsAsText.join(' '));
}

/** The body of a text whose value has been parsed already. */
export function toParsedBody(text: string, value: JsonRecord): Buffer {
  const body = Buffer.from(text, 'utf8');
  jsonBodies.remember(body, value);
  return body;
}

const jsonBodies = oncePerBody((body, idsAsText): unknown => {
  const ids = idsAsText === '' ? [] : idsAsText.split(' ');
  const text = bodyText(body);
  try {
    return objectOrList(parseJson(text, ids));
  } catch (error) {
    const lines = linesOf(text);
    if (lines.length < 2) throw error;
    return lines.map((line) => peek(() => parseJson(line, ids), undefined));
  }
});

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

/** Sixteen digits are the fewest that a double may not hold. */
const LONG_NUMBER = /\d{16}/;

function parseWithIds(text: string, keys: readonly string[]): unknown {
  return JSON.parse(text, (key: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && keys.includes(key) ? (context?.source ?? value) : value,
  );
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (Array.isArray(value)) return levels === 0 || value.some((item) => isDeeperThan(levels - 1, item));
  if (!isRecord(value)) return false;
  if (levels === 0) return true;
  for (const key in value) {
    const item = value[key];
    if (typeof item === 'object' && isDeeperThan(levels - 1, item)) return true;
  }
  return false;
}

/** What stands for a value that is no record. */
export const NO_RECORD: JsonRecord = Object.freeze(Object.create(null));

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a record; anything else is an empty one, so that a missing part reads as missing fields. */
export function record(value: unknown): JsonRecord {
  return isRecord(value) ? value : NO_RECORD;
}

/** The value of a key of its own, or undefined: a key that only the prototype has is no key. */
export function field(from: JsonRecord, key: string): unknown {
  const value = from[key];
  return value !== undefined && Object.hasOwn(from, key) ? value : undefined;
}

/** The value at the end of a path of keys, or undefined where it breaks off. */
export function at(from: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => field(record(value), key), from);
}

/** The record at the end of a path of keys; empty where there is none. */
export function recordAt(from: unknown, ...path: readonly string[]): JsonRecord {
  return record(at(from, ...path));
}

/** A text or a number as text, at most 8 KB of it; undefined where it is missing, empty or something else. */
export function textOf(from: JsonRecord, key: string): string | undefined {
  return asText(field(from, key));
}

/** As `textOf`, of a value. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'string' || value === '') return undefined;
  return value.length > MAX_TEXT_LENGTH ? value.slice(0, MAX_TEXT_LENGTH) : value;
}

/** A number, or a text that writes one in decimal; undefined where it is neither. */
export function numberOf(from: JsonRecord, key: string): number | undefined {
  const value = field(from, key);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,20}(\.\d{1,20})?$/.test(value) ? Number(value) : undefined;
}

/** True and false, also written as text or as 1 and 0; undefined where it is none of these. */
export function booleanOf(from: JsonRecord, key: string): boolean | undefined {
  switch (field(from, key)) {
    case true:
    case 'true':
    case 'True':
    case 1:
    case '1':
      return true;
    case false:
    case 'false':
    case 'False':
    case 0:
    case '0':
      return false;
    default:
      return undefined;
  }
}

/** The items of an array; a single value is a list of one, a missing one an empty list. */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
