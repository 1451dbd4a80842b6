import { isUtf8 } from 'node:buffer';
import { InvalidPayloadError, MAX_BODY_BYTES, MAX_BODY_MEGABYTES, type Payload } from '../provider.ts';
import { bodyText, type JsonRecord } from './json.ts';
import { oncePerBody } from './once-per-body.ts';

/** A field's name, and its value; null for one that is not UTF-8. */
type Pair = readonly [name: string, value: string | null];

/** More fields than any ESP sends. */
const MAX_FIELDS = 10_000;

/**
 * The fields of a form body: `application/x-www-form-urlencoded`, or `multipart/form-data` (RFC 7578) without
 * its files. Of a name that comes several times the last value counts: ESPs put their own fields behind the
 * sender's. A field that is not UTF-8 is left out.
 *
 * @throws InvalidPayloadError
 */
export function parseForm({ contentType, body }: Payload): JsonRecord {
  return forms.of(body, contentType);
}

const forms = oncePerBody((body, contentType): JsonRecord => {
  const boundary = boundaryOf(contentType, body);
  const pairs = boundary === null ? urlencodedPairs(bodyText(body)) : multipartPairs(body, boundary);
  const fields: Record<string, string> = Object.create(null);
  let count = 0;
  for (const [name, value] of pairs) {
    count += 1;
    if (count > MAX_FIELDS) throw new InvalidPayloadError(`The form has over ${MAX_FIELDS} fields.`);
    if (value === null) delete fields[name];
    else fields[name] = value;
  }
  return fields;
});

/** The boundary of a multipart body: from its header, or where that was lost on the way from its first line (RFC 2046, 5.1.1). */
function boundaryOf(contentType: string, body: Buffer): string | null {
  const named = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^;\s"]{1,70}))/is.exec(
    contentType,
  );
  if (named) return named[1] ?? named[2] ?? '';
  const start = body.subarray(0, 80).toString('latin1');
  return /^--([^\r\n]{1,70})\r?\ncontent-/i.exec(start)?.[1] ?? null;
}

/** Whether a body is a form: by its type or by an equals sign where its type says nothing, and never what is JSON. */
export function isForm({ contentType, body }: Payload): boolean {
  if (looksLikeJson(body)) return false;
  return FORM_TYPE.test(contentType) || body.includes('=');
}

const FORM_TYPE = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i;

/** Whether the first character that is not white space opens a JSON object or list. */
export function looksLikeJson(body: Buffer): boolean {
  for (const byte of body) {
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0xef || byte === 0xbb || byte === 0xbf)
      continue;
    return byte === 0x7b || byte === 0x5b;
  }
  return false;
}

function* urlencodedPairs(text: string): Generator<Pair> {
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    if (pair !== '' && name !== null) yield [name, decoded(equals < 0 ? '' : pair.slice(equals + 1))];
  }
}

/** Null when the bytes are not UTF-8. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** One pass: each delimiter is looked for from where the last one ended. Lines may end with a bare line feed. */
function* multipartPairs(body: Buffer, boundary: string): Generator<Pair> {
  if (body.length > MAX_BODY_BYTES)
    throw new InvalidPayloadError(`The body is over ${MAX_BODY_MEGABYTES} MB.`);
  const opening = `--${boundary}`;
  const found = body.indexOf(opening);
  if (found < 0) return;
  let start = found + Buffer.byteLength(opening);
  const feed = body[start] === 0x0d ? '\r\n' : '\n';
  const blankLine = Buffer.from(feed + feed);
  // A delimiter begins a line, and the line break before it is its own.
  const delimiter = Buffer.from(feed + opening);
  for (;;) {
    const end = body.indexOf(delimiter, start);
    if (end < 0) return;
    const part = body.subarray(start, end);
    const blank = part.indexOf(blankLine);
    if (blank >= 0) {
      const name = fieldName(part.subarray(0, blank).toString('latin1'));
      const value = part.subarray(blank + blankLine.length);
      if (name !== null) yield [name, isUtf8(value) ? value.toString('utf8') : null];
    }
    start = end + delimiter.length;
  }
}

/** The name of a field, or null for a file. */
function fieldName(head: string): string | null {
  if (/;\s*filename\*?=/i.test(head)) return null;
  const match = /^content-disposition:[^\r\n]*?;\s*name="([^"\r\n]{0,256})"/im.exec(head);
  return match?.[1] ?? null;
}
