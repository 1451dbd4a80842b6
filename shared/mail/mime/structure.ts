/** The MIME structure of a message (RFC 2045, RFC 2046): its leaf parts, by one scan for boundaries. */
import { InvalidMailError } from '../report.ts';
import { type ParameterizedValue, parseParameterizedValue } from './content-type.ts';
import type { DecodeOctets } from './encoded-words.ts';
import { type HeaderSection, parseHeaderSection } from './header-section.ts';

/** A body part that is no multipart. Messages within the message are leaf parts, too. */
export interface Part {
  readonly headers: HeaderSection;
  readonly contentType: ParameterizedValue;
  /** The octets of the body are `text.slice(start, end)`. */
  readonly start: number;
  end: number;
  /** Number of the innermost multipart/alternative around the part, or -1. */
  readonly alternative: number;
}

export interface Structure {
  readonly headers: HeaderSection;
  readonly parts: readonly Part[];
}

/** Deeper structures are refused. */
const MAX_DEPTH = 32;
/** Parts after these are ignored: a report precedes what it returns (RFC 6522, 3). */
const MAX_PARTS = 1000;
/** RFC 2046, 5.1.1, allows 70 characters. */
const MAX_BOUNDARY_LENGTH = 250;

interface Multipart {
  readonly boundary: string;
  readonly alternative: number;
  /** Content type of parts that state none (RFC 2046, 5.1.5). */
  readonly defaultType: string;
}

/**
 * Finds the parts of a message.
 * @param text the message, as octets in a Latin-1 string
 * @throws InvalidMailError when multiparts are nested too deeply
 */
export function parseStructure(text: string, decode: DecodeOctets): Structure {
  const headers = parseHeaderSection(text, 0, decode);
  const scan = new StructureScan(text, decode);
  scan.open(headers, true);
  scan.run(headers.end);
  return { headers, parts: scan.parts };
}

class StructureScan {
  readonly parts: Part[] = [];
  readonly #text: string;
  readonly #decode: DecodeOctets;
  readonly #open: Multipart[] = [];
  #current: Part | undefined;
  #alternatives = 0;

  constructor(text: string, decode: DecodeOctets) {
    this.#text = text;
    this.#decode = decode;
  }

  /** Opens the entity whose header section was parsed: a multipart, or a leaf part. */
  open(headers: HeaderSection, isRoot = false): void {
    const parent = this.#open.at(-1);
    const field = headers.raw('content-type');
    const contentType = parseParameterizedValue(field === '' ? (parent?.defaultType ?? 'text/plain') : field);
    if (contentType.value.startsWith('multipart/')) {
      const boundary = this.#boundaryOf(contentType, headers, isRoot);
      if (boundary !== '') {
        if (this.#open.length === MAX_DEPTH)
          throw new InvalidMailError('Invalid MIME structure: nested too deeply.');
        this.#current = undefined;
        const isAlternative = contentType.value === 'multipart/alternative';
        this.#open.push({
          boundary,
          alternative: isAlternative ? this.#alternatives++ : (parent?.alternative ?? -1),
          defaultType: contentType.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain',
        });
        return;
      }
    }
    const alternative = parent?.alternative ?? -1;
    this.#current = { headers, contentType, start: headers.end, end: this.#text.length, alternative };
    this.parts.push(this.#current);
  }

  /** Scans for boundary lines, beginning with the line at `start`. */
  run(start: number): void {
    const text = this.#text;
    let lineFeed = text.indexOf('\n--', start - 1);
    while (lineFeed >= 0 && this.#open.length > 0 && this.parts.length < MAX_PARTS) {
      const line = lineFeed + 3;
      const next = text.indexOf('\n', line);
      const end = next < 0 ? text.length : next;
      const delimiter = end - line > MAX_BOUNDARY_LENGTH ? '' : text.slice(line, end).trimEnd();
      const found = delimiter === '' ? null : this.#match(delimiter);
      let resume = end;
      if (found !== null) {
        this.#close(lineFeed);
        this.#open.length = found.isClosing ? found.index : found.index + 1;
        if (!found.isClosing) {
          const headers = parseHeaderSection(text, Math.min(end + 1, text.length), this.#decode);
          this.open(headers);
          resume = headers.end - 1;
        }
      }
      lineFeed = text.indexOf('\n--', resume);
    }
  }

  #close(lineFeed: number): void {
    if (this.#current === undefined) return;
    const end = this.#text.charCodeAt(lineFeed - 1) === 0x0d ? lineFeed - 1 : lineFeed;
    this.#current.end = Math.max(this.#current.start, end);
    this.#current = undefined;
  }

  /** The open multipart that a delimiter belongs to, the innermost first. */
  #match(delimiter: string): { readonly index: number; readonly isClosing: boolean } | null {
    const closing = delimiter.endsWith('--') ? delimiter.slice(0, -2) : undefined;
    for (let index = this.#open.length - 1; index >= 0; index -= 1) {
      const boundary = this.#open[index]?.boundary;
      if (boundary === delimiter) return { index, isClosing: false };
      if (boundary === closing) return { index, isClosing: true };
    }
    return null;
  }

  /** Gateways that rewrite headers lose the parameter: then the message's boundary is that of its first part. */
  #boundaryOf(contentType: ParameterizedValue, headers: HeaderSection, isRoot: boolean): string {
    const stated = (contentType.parameters.get('boundary') ?? '').trimEnd();
    const usable = stated.length <= MAX_BOUNDARY_LENGTH ? stated : '';
    if (!isRoot || (usable !== '' && this.#text.includes(`\n--${usable}`, headers.end - 1))) return usable;
    return firstBoundary(this.#text.slice(Math.max(0, headers.end - 1), headers.end + MAX_SEARCH_LENGTH));
  }
}

/** Octets of a body in which its first boundary is searched. */
const MAX_SEARCH_LENGTH = 256 * 1024;
/** A boundary line, and below it the header of a part (RFC 2046, 5.1.1). */
const FIRST_PART =
  /^--([^\s-][^\r\n]{0,69}|-[^\r\n]{1,69})[ \t]{0,8}\r?\n(?:content-[a-z-]{1,40}[ \t]{0,8}:)/im;

function firstBoundary(body: string): string {
  return FIRST_PART.exec(body)?.[1]?.trimEnd() ?? '';
}
