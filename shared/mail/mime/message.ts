/** A mail as the formats see it: header fields, readable text, report parts and the returned message. */

import { findAddresses } from '../../address/scan.ts';
import { decodeOctalEscapes, hasOctalEscapes } from '../../smtp/octal-escapes.ts';
import { InvalidMailError, MAX_MAIL_BYTES, MAX_RECIPIENTS } from '../report.ts';
import { mailboxOf } from './addresses.ts';
import { createTextDecoder } from './charset.ts';
import type { DecodeOctets } from './encoded-words.ts';
import { htmlToText } from './html.ts';
import { type HumanReadablePart, splitHumanReadablePart } from './human-readable.ts';
import { skipFromLine } from './mbox.ts';
import { type Part, parseStructure, type Structure } from './structure.ts';
import { decodeTransferEncoding, isIdentityEncoding } from './transfer-encoding.ts';

/** Characters of a part that are decoded: no report is longer. */
const MAX_TEXT_LENGTH = 256 * 1024;
/** Characters of a text that encodes MAX_TEXT_LENGTH octets. */
const MAX_ENCODED_LENGTH = 3 * MAX_TEXT_LENGTH;

/** Octets of a header section that are decoded. */
const MAX_HEADER_LENGTH = 64 * 1024;

type PartKind = 'text' | 'html' | 'status' | 'feedback' | 'disposition' | 'message' | 'headers' | 'other';

const KINDS: ReadonlyMap<string, PartKind> = new Map([
  ['text/plain', 'text'],
  ['text/html', 'html'],
  ['message/delivery-status', 'status'],
  ['message/global-delivery-status', 'status'],
  ['message/feedback-report', 'feedback'],
  ['message/disposition-notification', 'disposition'],
  ['message/global-disposition-notification', 'disposition'],
  ['message/rfc822', 'message'],
  ['message/global', 'message'],
  ['message/partial', 'message'],
  ['text/rfc822-headers', 'headers'],
  ['message/global-headers', 'headers'],
  ['text/rfc822-header', 'headers'],
]);
/** Human-readable text; tables and address cards are excluded. */
const OTHER_TEXT =
  /^text\/(?!(?:csv|calendar|vcard|x-vcard|directory|css|javascript|tab-separated-values)\b)/;

interface KnownPart {
  readonly kind: PartKind;
  readonly part: Part;
}

/**
 * Parses a raw mail. An mbox "From " line in front is skipped. Everything but the structure is parsed when it is asked
 * for, once.
 * @throws InvalidMailError when it is empty, larger than MAX_MAIL_BYTES, or nested too deeply
 */
export function parseMessage(raw: Buffer): ParsedMessage {
  if (raw.length === 0) throw new InvalidMailError('The mail is empty.');
  if (raw.length > MAX_MAIL_BYTES) {
    throw new InvalidMailError(`The mail is over the limit of ${MAX_MAIL_BYTES} bytes.`);
  }
  const text = raw.toString('latin1', skipFromLine(raw));
  const decode = createTextDecoder(text);
  return new ParsedMessage(text, parseStructure(text, decode), decode);
}

/** A parsed mail. */
export class ParsedMessage {
  readonly #text: string;
  readonly #structure: Structure;
  readonly #decode: DecodeOctets;
  readonly #values = new Map<string, string>();
  #parts: readonly KnownPart[] | undefined;
  #humanReadable: HumanReadablePart | undefined;
  #deliveryStatus: readonly string[] | undefined;
  #returnedHeaders: string | undefined;
  #returnedTo: readonly string[] | undefined;
  #returnedFrom: readonly string[] | undefined;
  #failedRecipients: readonly string[] | undefined;

  constructor(text: string, structure: Structure, decode: DecodeOctets) {
    this.#text = text;
    this.#structure = structure;
    this.#decode = decode;
  }

  /** The first header field of that name (lower case), decoded; empty when there is none. */
  header(name: string): string {
    let value = this.#values.get(name);
    if (value === undefined) {
      value = this.#structure.headers.first(name);
      this.#values.set(name, value);
    }
    return value;
  }

  /** Every header field of that name. */
  headers(name: string): readonly string[] {
    return this.#structure.headers.all(name);
  }

  /** Address of the first From mailbox. */
  get from(): string {
    return this.#mailbox('from');
  }

  /** Recipient of the report itself. */
  get to(): string {
    return this.#mailbox('to');
  }

  get subject(): string {
    return this.header('subject');
  }

  /** Milliseconds since 1970; null when the mail has no valid date. */
  get date(): number | null {
    return dateOf(this.header('date'));
  }

  /** The human-readable part, and the returned message that some hosts paste below it. */
  get humanReadable(): HumanReadablePart {
    this.#humanReadable ??= splitHumanReadablePart(this.#readableText());
    return this.#humanReadable;
  }

  /** Texts of the delivery-status parts (RFC 3464, RFC 6533). */
  get deliveryStatus(): readonly string[] {
    this.#deliveryStatus ??= this.#textsOf('status');
    return this.#deliveryStatus;
  }

  /** Text of the feedback report (RFC 5965), or null. */
  get feedback(): string | null {
    return this.#textsOf('feedback')[0] ?? null;
  }

  /** Text of the disposition notification (RFC 8098), or null. */
  get disposition(): string | null {
    return this.#textsOf('disposition')[0] ?? null;
  }

  /** Messages enclosed as parts. */
  get enclosed(): readonly Buffer[] {
    return this.#partsOf('message').map((part) => this.#octetsOf(part, part.end - part.start));
  }

  /** Header section of the returned message, unfolded, from a part of its own or from below the readable text. */
  get returnedHeaders(): string {
    this.#returnedHeaders ??= unfold(this.#findReturnedHeaders());
    return this.#returnedHeaders;
  }

  /** Addresses of the `X-Failed-Recipients` header fields. */
  get failedRecipients(): readonly string[] {
    this.#failedRecipients ??= distinctAddresses(
      this.headers('x-failed-recipients').map((value) => this.#withoutEscapes(value)),
    );
    return this.#failedRecipients;
  }

  /** Recipients of the returned message, by its header. */
  get returnedTo(): readonly string[] {
    this.#returnedTo ??= distinctAddresses(this.returnedHeaders.match(RECIPIENT_FIELDS) ?? []);
    return this.#returnedTo;
  }

  /** Senders of the returned message, by any of its header fields. */
  get returnedFrom(): readonly string[] {
    this.#returnedFrom ??= distinctAddresses(this.returnedHeaders.match(SENDER_FIELDS) ?? []);
    return this.#returnedFrom;
  }

  /** Addresses to which the returned message was delivered, by the trace fields of its header. */
  get returnedTrace(): readonly string[] {
    const received = [...this.returnedHeaders.matchAll(RECEIVED_FOR)].map((match) => match[1] ?? '');
    return distinctAddresses([...received, ...(this.returnedHeaders.match(TRACE_FIELDS) ?? [])]);
  }

  /** The same mail with another human-readable part. */
  withHumanReadable(part: HumanReadablePart): ParsedMessage {
    const message = new ParsedMessage(this.#text, this.#structure, this.#decode);
    message.#humanReadable = part;
    for (const [name, value] of this.#values) message.#values.set(name, value);
    message.#failedRecipients = this.#failedRecipients;
    return message;
  }

  #mailbox(name: string): string {
    const key = `${name} mailbox`;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const mailbox = mailboxOf(this.header(name));
    this.#values.set(key, mailbox);
    return mailbox;
  }

  #partsOf(kind: PartKind): readonly Part[] {
    this.#parts ??= this.#structure.parts.map((part) => ({ kind: this.#kindOf(part), part }));
    return this.#parts.filter((each) => each.kind === kind).map((each) => each.part);
  }

  #kindOf(part: Part): PartKind {
    const known = KINDS.get(part.contentType.value);
    if (known !== undefined && known !== 'text' && known !== 'html') return known;
    if (known !== undefined && !isAttachment(part)) return known;
    if (/\.eml$/i.test(fileNameOf(part))) return 'message';
    // Gateways label the report `application/octet-stream`, or a text: its first fields identify it.
    if (STATUS_START.test(this.#octetsOf(part, 2048).toString('latin1', 0, 1024))) return 'status';
    return known ?? (OTHER_TEXT.test(part.contentType.value) ? 'text' : 'other');
  }

  #textsOf(kind: PartKind): readonly string[] {
    return this.#partsOf(kind).map((part) => this.#withoutEscapes(this.#textOf(part)));
  }

  /** Some hosts label no charset on report parts: the readable text's applies. */
  #textOf(part: Part): string {
    if (isIdentityEncoding(part.headers.raw('content-transfer-encoding'))) {
      const body = this.#text.slice(part.start, Math.min(part.end, part.start + MAX_TEXT_LENGTH));
      if (!BEYOND_PLAIN_ASCII.test(body)) return body;
    }
    const octets = this.#octetsOf(part, MAX_ENCODED_LENGTH);
    return this.#decode(
      octets.subarray(0, MAX_TEXT_LENGTH),
      part.contentType.parameters.get('charset') ?? '',
    );
  }

  /** The decoded octets of the first `length` encoded ones. */
  #octetsOf(part: Part, length: number): Buffer {
    const body = this.#text.slice(part.start, Math.min(part.end, part.start + length));
    return decodeTransferEncoding(body, part.headers.raw('content-transfer-encoding'));
  }

  #readableText(): string {
    const plain = this.#partsOf('text');
    const alternatives = new Set(plain.map(({ alternative }) => alternative));
    let text = '';
    for (const { kind, part } of this.#parts ?? []) {
      if (text.length >= MAX_TEXT_LENGTH) break;
      if (kind === 'text') text += `${text === '' ? '' : '\n'}${this.#textOf(part)}`;
      else if (kind === 'html' && (part.alternative < 0 || !alternatives.has(part.alternative)))
        text += `${text === '' ? '' : '\n'}${htmlToText(this.#textOf(part))}`;
    }
    if (text.trim() === '')
      text = this.#partsOf('html')
        .map((part) => htmlToText(this.#textOf(part)))
        .join('\n');
    if (text.trim() === '') text = this.#bodyWithoutParts();
    return this.#withoutEscapes(text.slice(0, MAX_TEXT_LENGTH));
  }

  /** A multipart without its boundary has no parts: the body is the text. */
  #bodyWithoutParts(): string {
    const [only, ...others] = this.#structure.parts;
    if (only === undefined)
      return this.#decode(Buffer.from(this.#text.slice(this.#structure.headers.end), 'latin1'), '');
    return others.length === 0 && only.contentType.value.startsWith('multipart/') ? this.#textOf(only) : '';
  }

  #withoutEscapes(text: string): string {
    if (!hasOctalEscapes(text)) return text;
    return decodeOctalEscapes(text, (octets) => this.#decode(octets, ''));
  }

  #findReturnedHeaders(): string {
    const [headers] = this.#partsOf('headers');
    const own = headers === undefined ? '' : this.#headerTextOf(headers);
    if (own !== '') return own;
    const [enclosed] = this.#partsOf('message');
    const inner = enclosed === undefined ? '' : this.#headerTextOf(enclosed);
    return inner === '' ? headerBlock(this.humanReadable.returned) : inner;
  }

  /** The header section of an enclosed message: the rest of it is not decoded. */
  #headerTextOf(part: Part): string {
    const octets = this.#octetsOf(part, MAX_HEADER_LENGTH).toString('latin1');
    return this.#decode(Buffer.from(headerBlock(octets), 'latin1'), '');
  }
}

/** Octets beyond ASCII, and the escape of ISO-2022 charsets. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
const BEYOND_PLAIN_ASCII = /[^\u0000-\u001a\u001c-\u007f]/;

/** Reporting-MTA or Final-Recipient among the first fields. */
const STATUS_START =
  /^\s{0,80}(?:[A-Za-z-]{1,40}:[^\n]{0,1000}\n\s{0,80}){0,6}(?:reporting-mta|final-recipient)\s{0,8}:/i;

function isAttachment(part: Part): boolean {
  return /^\s*attachment/i.test(part.headers.raw('content-disposition'));
}

function fileNameOf(part: Part): string {
  const disposition = part.headers.raw('content-disposition');
  const named = /filename\*?[^=]{0,8}=\s*"?([^";]{0,255})/i.exec(disposition)?.[1];
  return (named ?? part.contentType.parameters.get('name') ?? '').trim();
}

/** Milliseconds since 1970 of an RFC 5322 date, or null. */
export function dateOf(value: string): number | null {
  if (value === '') return null;
  const at = Date.parse(
    value
      .slice(0, 200)
      .replace(/\([^)]{0,40}\)/g, '')
      .trim(),
  );
  return Number.isNaN(at) ? null : at;
}

const RECIPIENT_FIELDS =
  /^(?:to|cc|bcc|x-original-to|x-envelope-to|delivered-to|envelope-to|x-rcpt-to|resent-to)[ \t]{0,8}:.*$/gim;

const SENDER_FIELDS = /^(?:from|sender|reply-to|return-path|errors-to|x-sender|resent-from)[ \t]{0,8}:.*$/gim;

function unfold(headers: string): string {
  return headers.replace(/\r?\n[ \t]/g, ' ').replaceAll('\r\n', '\n');
}

/** `Received: … for <ann@b.example>; …` (RFC 5321, 4.4) */
const RECEIVED_FOR = /^received[ \t]{0,8}:[^\n;]{0,1000}?\sfor\s{1,8}<?([^\s<>;]{3,320})/gim;

/** Fields that hosts add at delivery or forwarding. */
const TRACE_FIELDS =
  /^(?:x-forwarded-for|x-original-to|delivered-to|envelope-to|x-envelope-to|x-rcpt-to)[ \t]{0,8}:[^\n]{0,1000}/gim;

function distinctAddresses(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) => findAddresses(text.slice(0, MAX_TEXT_LENGTH)));
  return [...new Set(found.map((each) => each.address))].slice(0, MAX_RECIPIENTS);
}

/** The lines before the first blank one. */
function headerBlock(message: string): string {
  const start = message.trimStart().replace(MBOX_LINE, '');
  const end = start.search(/\n\r?\n/);
  return end < 0 ? start : start.slice(0, end);
}

const MBOX_LINE = /^>?From \S[^\n]*\n/;
