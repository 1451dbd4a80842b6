/**
 * Paths of API calls. A call that deletes one entry becomes a call that deletes a whole list when its last segment is
 * empty (`DELETE /v3/example.com/bounces/`), hence a path can be built only here, from segments that are checked.
 */

const MAX_SEGMENT_LENGTH = 1_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A segment, address or query value that must not be sent. Its message does not quote it. */
export class UnsafePathError extends Error {
  override readonly name = 'UnsafePathError';
}

/** A checked path. Only the tag `path` makes one. */
export class ApiPath {
  /** Percent-encoded, beginning with a slash. */
  readonly value: string;
  /** With `{}` for each segment that was filled in: fit for messages. */
  readonly template: string;
  /** The segments that were filled in, before encoding. */
  readonly segments: readonly string[];

  private constructor(value: string, template: string, segments: readonly string[]) {
    this.value = value;
    this.template = template;
    this.segments = segments;
  }

  /** Used by the tag `path` alone. */
  static of(strings: readonly string[], values: readonly (string | number)[]): ApiPath {
    const segments = values.map(String);
    const encoded = segments.map(encodeSegment);
    const value = strings.reduce((path, text, index) => `${path}${encoded[index - 1] ?? ''}${text}`);
    return new ApiPath(value, strings.join('{}'), segments);
  }
}

/**
 * A path with percent-encoded segments.
 * @example path`/v3/suppression/bounces/${'ann+news@example.com'}`.value
 * // '/v3/suppression/bounces/ann%2Bnews%40example.com'
 * @throws UnsafePathError for a segment that is empty, a dot segment, too long, or contains control characters.
 */
export function path(strings: TemplateStringsArray, ...values: readonly (string | number)[]): ApiPath {
  return ApiPath.of(strings, values);
}

function encodeSegment(segment: string): string {
  if (segment.trim() === '') throw new UnsafePathError('A path segment is empty.');
  if (/^\.{1,2}$/.test(segment)) throw new UnsafePathError('A path segment is a dot segment.');
  if (segment.length > MAX_SEGMENT_LENGTH) throw new UnsafePathError('A path segment is too long.');
  if (CONTROL.test(segment) || !segment.isWellFormed()) {
    throw new UnsafePathError('A path segment contains control characters or is no valid Unicode.');
  }
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

declare const espAddress: unique symbol;
/** An address in the ESP's own form that may stand in a request which changes a list. */
export type EspAddress = string & { readonly [espAddress]: true };

/** RFC 5321, 4.5.3.1. */
const MAX_ADDRESS_LENGTH = 320;

/**
 * The address, unchanged, once it is sure to name a single mailbox: no list of addresses, no pattern, not empty.
 * @throws UnsafePathError otherwise.
 */
export function checkAddress(text: string): EspAddress {
  const at = text.lastIndexOf('@');
  const isQuoted = text.startsWith('"');
  if (
    at < 1 ||
    at === text.length - 1 ||
    text.length > MAX_ADDRESS_LENGTH ||
    CONTROL.test(text) ||
    !text.isWellFormed() ||
    (!isQuoted && /[\s,;<>]/.test(text)) ||
    /[\s,;*%?<>]/.test(text.slice(at + 1))
  ) {
    throw new UnsafePathError('Invalid address: a change of a list needs exactly one.');
  }
  return text as EspAddress;
}
