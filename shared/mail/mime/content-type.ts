/** Structured header fields: Content-Type and Content-Disposition (RFC 2045, 5.1; RFC 2183; RFC 2231). */

/** A value with its parameters: `text/plain; charset=utf-8`. */
export interface ParameterizedValue {
  /** Lower case. */
  readonly value: string;
  /** By name in lower case; continuations are joined, percent-encoding is decoded as Latin-1. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Octets of a field that are parsed. */
const MAX_LENGTH = 4096;
/** Some hosts omit the semicolon before the parameters. */
const VALUE = /^\s*([^\s;]*)/;
const PARAMETER = /[;\s]([^\s=;"()]{1,60})\s{0,8}=\s{0,8}(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g;
/** `name*0`, `name*0*`, `name*` (RFC 2231, 3 and 4). */
const CONTINUATION = /^([^*]+)(?:\*(\d{1,3}))?(\*?)$/;

/**
 * Parses a field value.
 * @example
 * parseParameterizedValue('multipart/report; boundary="x"').parameters.get('boundary') // 'x'
 */
export function parseParameterizedValue(field: string): ParameterizedValue {
  const text = field.length > MAX_LENGTH ? field.slice(0, MAX_LENGTH) : field;
  const head = VALUE.exec(text);
  const parameters = new Map<string, string>();
  for (const match of text.slice(head?.[0].length ?? 0).matchAll(PARAMETER)) {
    const [, name, sections, encoded] = CONTINUATION.exec((match[1] ?? '').toLowerCase()) ?? [];
    if (name === undefined) continue;
    const value = match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '';
    const decoded =
      encoded === '*' ? decodeExtended(value, sections === undefined || sections === '0') : value;
    if (sections === undefined) {
      if (!parameters.has(name)) parameters.set(name, decoded);
    } else parameters.set(name, (parameters.get(name) ?? '') + decoded);
  }
  return { value: (head?.[1] ?? '').toLowerCase(), parameters };
}

/** `utf-8'en'na%20me`: charset and language stand before the first section only. */
function decodeExtended(value: string, isFirst: boolean): string {
  const text = isFirst ? value.replace(/^[^']*'[^']*'/, '') : value;
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
