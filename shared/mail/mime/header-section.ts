/** Header sections (RFC 5322, 2.2), as octets in a Latin-1 string. Values are decoded when they are asked for. */
import { type DecodeOctets, decodeHeaderValue } from './encoded-words.ts';

/** Fields after these are ignored: no mail system writes as many. */
const MAX_FIELDS = 1000;
/** Octets of a field that are decoded. */
const MAX_FIELD_LENGTH = 8 * 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const HYPHEN = 0x2d;

interface RawField {
  readonly name: string;
  readonly start: number;
  end: number;
}

/** The header fields of a message or of a body part. */
export class HeaderSection {
  readonly #text: string;
  readonly #fields: readonly RawField[];
  readonly #decode: DecodeOctets;
  /** Index of the first octet of the body. */
  readonly end: number;

  constructor(text: string, fields: readonly RawField[], end: number, decode: DecodeOctets) {
    this.#text = text;
    this.#fields = fields;
    this.#decode = decode;
    this.end = end;
  }

  /** The unfolded octets of the first field of that name (lower case), or an empty string. */
  raw(name: string): string {
    const field = this.#fields.find((each) => each.name === name);
    return field === undefined ? '' : this.#unfolded(field);
  }

  /** The decoded value of the first field of that name (lower case), or an empty string. */
  first(name: string): string {
    return decodeHeaderValue(this.raw(name), this.#decode).trim();
  }

  /** The decoded values of all fields of that name (lower case). */
  all(name: string): readonly string[] {
    return this.#fields
      .filter((field) => field.name === name)
      .map((field) => decodeHeaderValue(this.#unfolded(field), this.#decode).trim());
  }

  #unfolded({ start, end }: RawField): string {
    const value = this.#text.slice(start, Math.min(end, start + MAX_FIELD_LENGTH));
    return value.includes('\n') ? value.replace(/\r?\n[ \t]?/g, ' ') : value;
  }
}

/**
 * Parses the header section of `text` at `start`. It ends at an empty line, or before a line of two hyphens, with
 * which no field begins: a boundary. Lines without a colon are ignored.
 */
export function parseHeaderSection(text: string, start: number, decode: DecodeOctets): HeaderSection {
  const fields: RawField[] = [];
  let position = start;
  let field: RawField | undefined;
  while (position < text.length) {
    const lineFeed = text.indexOf('\n', position);
    const next = lineFeed < 0 ? text.length : lineFeed + 1;
    const end = lineEnd(text, lineFeed < 0 ? text.length : lineFeed, position);
    if (end === position && lineFeed >= 0) return new HeaderSection(text, fields, next, decode);
    const first = text.charCodeAt(position);
    if (first === SPACE || first === TAB) {
      if (field !== undefined) field.end = end;
    } else if (first === HYPHEN && text.charCodeAt(position + 1) === HYPHEN) {
      return new HeaderSection(text, fields, position, decode);
    } else {
      field = fields.length < MAX_FIELDS ? fieldAt(text, position, end) : undefined;
      if (field !== undefined) fields.push(field);
    }
    position = next;
  }
  return new HeaderSection(text, fields, text.length, decode);
}

/** Field names are short: a colon further on belongs to another line of text. */
const MAX_NAME_LENGTH = 100;

function fieldAt(text: string, start: number, end: number): RawField | undefined {
  const limit = Math.min(end, start + MAX_NAME_LENGTH);
  for (let i = start; i < limit; i += 1) {
    if (text.charCodeAt(i) !== 0x3a) continue;
    return { name: text.slice(start, i).trimEnd().toLowerCase(), start: i + 1, end };
  }
  return undefined;
}

function lineEnd(text: string, lineFeed: number, start: number): number {
  return lineFeed > start && text.charCodeAt(lineFeed - 1) === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
}

/** Whether `text` has a line feed at `index`. */
export function isLineFeed(text: string, index: number): boolean {
  return text.charCodeAt(index) === LINE_FEED;
}
