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
/** `name*0`, `name*0*`, `name*` (RFC 2231, 3 and 4). */
const SECTION = /^([^*]+)(?:\*(\d{1,3}))?(\*?)$/;

/**
 * Parses a field value. Some hosts omit the semicolon before a parameter: white space separates, too.
 * @example
 * parseParameterizedValue('multipart/report; boundary="x"').parameters.get('boundary') // 'x'
 */
export function parseParameterizedValue(field: string): ParameterizedValue {
  const text = field.slice(0, MAX_LENGTH);
  const parameters = new Map<string, string>();
  const start = skip(text, 0, isWhiteSpace);
  let i = skip(text, start, isToken);
  const value = text.slice(start, i).toLowerCase();
  while (i < text.length) {
    const nameStart = skip(text, i, isSeparator);
    const nameEnd = skip(text, nameStart, isNameCharacter);
    i = skip(text, nameEnd, isWhiteSpace);
    if (nameEnd === nameStart || text[i] !== '=') {
      i = Math.max(i, nameStart + 1);
      continue;
    }
    i = skip(text, i + 1, isWhiteSpace);
    const isQuoted = text[i] === '"';
    const end = isQuoted ? closingQuote(text, i) : skip(text, i, isToken);
    const raw = isQuoted ? text.slice(i + 1, end).replace(/\\(.)/g, '$1') : text.slice(i, end);
    addParameter(parameters, text.slice(nameStart, nameEnd).toLowerCase(), raw);
    i = isQuoted ? end + 1 : end;
  }
  return { value, parameters };
}

function addParameter(parameters: Map<string, string>, name: string, value: string): void {
  if (!name.includes('*')) {
    if (!parameters.has(name)) parameters.set(name, value);
    return;
  }
  const [, base = '', section, encoded] = SECTION.exec(name) ?? [];
  const isFirst = section === undefined || section === '0';
  const decoded = encoded === '*' ? decodeExtended(value, isFirst) : value;
  parameters.set(base, isFirst ? decoded : (parameters.get(base) ?? '') + decoded);
}

/** `utf-8'en'na%20me`: charset and language stand before the first section only. */
function decodeExtended(value: string, isFirst: boolean): string {
  const text = isFirst ? value.replace(/^[^']*'[^']*'/, '') : value;
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const isWhiteSpace = (code: number): boolean => code <= 0x20;
const isSeparator = (code: number): boolean => code <= 0x20 || code === SEMICOLON;
const isToken = (code: number): boolean => code > 0x20 && code !== SEMICOLON;
const isNameCharacter = (code: number): boolean => isToken(code) && code !== EQUALS && code !== QUOTE;

function skip(text: string, from: number, matches: (code: number) => boolean): number {
  let i = from;
  while (i < text.length && matches(text.charCodeAt(i))) i += 1;
  return i;
}

/** Index of the quote that closes the one at `open`, or the end of the text. */
function closingQuote(text: string, open: number): number {
  let i = open + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return Math.min(i, text.length);
}
