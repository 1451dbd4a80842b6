import { isAscii } from 'node:buffer';
import PostalMime, { type Attachment, addressParser, decodeWords, type Email } from 'postal-mime';
import { InvalidMailError, MAX_RECIPIENTS } from '../report.ts';
import { findAddresses } from './addresses.ts';
import { withBoundary } from './boundary.ts';
import { declaredCharsets, decodeText, inUtf8 } from './charset.ts';
import { htmlToText } from './html.ts';
import { type HumanReadablePart, splitHumanReadablePart } from './human-readable.ts';
import { mailsOf } from './mbox.ts';

/** 10 MB: more than any report needs. */
const MAX_MAIL_BYTES = 10 * 1024 * 1024;

/** Characters of a text that are parsed: no report is longer. */
const MAX_TEXT_LENGTH = 256 * 1024;

/** A parsed mail: machine-readable parts, readable text, and enclosed messages. */
export interface ParsedMessage {
  /** The first header of that name (lower case), encoded words decoded; empty when there is none. */
  header(name: string): string;
  /** Every header of that name. */
  headers(name: string): readonly string[];
  readonly from: string;
  /** Recipient of the report itself. */
  readonly to: string;
  readonly subject: string;
  /** Milliseconds since 1970; null when the mail has no readable date. */
  readonly date: number | null;
  /** The human-readable part, and the returned message that some hosts paste below it. */
  readonly humanReadable: HumanReadablePart;
  /** Texts of the delivery-status parts (RFC 3464, RFC 6533). */
  readonly deliveryStatus: readonly string[];
  /** Text of the feedback report (RFC 5965), or null. */
  readonly feedback: string | null;
  /** Text of the disposition notification (RFC 8098), or null. */
  readonly disposition: string | null;
  /** Header section of the returned message, from a part of its own or from below the readable text. */
  readonly returnedHeaders: string;
  /** Addresses of the `X-Failed-Recipients` header fields. */
  readonly failedRecipients: readonly string[];
  /** Recipients of the returned message, by its header. */
  readonly returnedTo: readonly string[];
  /** Senders of the returned message, by any of its header fields. */
  readonly returnedFrom: readonly string[];
  /** Messages enclosed as parts. */
  readonly enclosed: readonly Buffer[];
}

const STATUS_TYPES = ['message/delivery-status', 'message/global-delivery-status'];
const FEEDBACK_TYPE = 'message/feedback-report';
const DISPOSITION_TYPES = ['message/disposition-notification', 'message/global-disposition-notification'];
const MESSAGE_TYPES = ['message/rfc822', 'message/global', 'message/partial'];
const HEADER_TYPES = ['text/rfc822-headers', 'message/global-headers', 'text/rfc822-header'];
/** Human-readable text; tables and address cards are excluded. */
const TEXT_TYPE = /^text\/(?!(?:csv|calendar|vcard|x-vcard|directory|css|javascript|tab-separated-values)\b)/;
const MBOX_LINE = /^>?From \S[^\n]*\n/;

/**
 * Parses a raw mail. An mbox "From " line in front is skipped.
 * @throws InvalidMailError when it is empty, larger than MAX_MAIL_BYTES, or nested too deeply.
 */
export async function parseMessage(raw: Buffer): Promise<ParsedMessage> {
  if (raw.length === 0) throw new InvalidMailError('The mail is empty.');
  if (raw.length > MAX_MAIL_BYTES) {
    throw new InvalidMailError(`The mail has ${raw.length} bytes, over the limit of ${MAX_MAIL_BYTES}.`);
  }
  const [mail = raw] = mailsOf(raw);
  const bytes = withBoundary(inUtf8(firstLines(mail)));
  return assemble(await parse(bytes), bytes);
}

const MAX_LINES = 40_000;

/** A report precedes the message that it returns (RFC 6522, 3): later lines are not parsed. */
function firstLines(mail: Buffer): Buffer {
  let end = -1;
  for (let line = 0; line < MAX_LINES; line += 1) {
    end = mail.indexOf(0x0a, end + 1);
    if (end < 0) return mail;
  }
  return mail.subarray(0, end);
}

async function parse(bytes: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 32 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    throw new InvalidMailError(`Invalid MIME structure: ${reason}`);
  }
}

function assemble(email: Email, raw: Buffer): ParsedMessage {
  // Report parts state no charset: the readable text's applies.
  let charsets: readonly string[] | undefined;
  const decode = (bytes: Buffer) => {
    const start = bytes.subarray(0, MAX_TEXT_LENGTH);
    if (isAscii(start) && !start.includes(0x1b)) return start.toString('latin1');
    charsets ??= declaredCharsets(raw);
    return decodeText(start, charsets);
  };
  const deliveryStatus: string[] = [];
  const enclosed: Buffer[] = [];
  let feedback: string | null = null;
  let disposition: string | null = null;
  let returnedHeaders = '';
  let text = email.text ?? '';
  if (text.trim() === '' && email.html !== undefined) text = htmlToText(email.html);
  for (const part of email.attachments) {
    const bytes = bytesOf(part);
    // Some hosts omit the semicolon before the parameters.
    const type = /^\S*/.exec(part.mimeType)?.[0] ?? '';
    if (STATUS_TYPES.includes(type)) deliveryStatus.push(decode(bytes));
    else if (type === FEEDBACK_TYPE) feedback ??= decode(bytes);
    else if (DISPOSITION_TYPES.includes(type)) disposition ??= decode(bytes);
    else if (MESSAGE_TYPES.includes(type) || isMailFile(part)) enclosed.push(bytes);
    else if (HEADER_TYPES.includes(type)) returnedHeaders ||= headerBlock(decode(bytes));
    else if (looksLikeStatus(bytes)) deliveryStatus.push(decode(bytes));
    else if (type === 'text/html') text += `\n${htmlToText(decode(bytes))}`;
    else if (TEXT_TYPE.test(type)) text += `\n${decode(bytes)}`;
  }
  // A multipart without its boundary has no parts: the body is the text.
  if (text.trim() === '' && email.attachments.length === 0) text = bodyOf(decode(raw));
  const humanReadable = splitHumanReadablePart(text.slice(0, MAX_TEXT_LENGTH));
  if (returnedHeaders === '' && enclosed[0] !== undefined) returnedHeaders = headerBlock(decode(enclosed[0]));
  if (returnedHeaders === '') returnedHeaders = headerBlock(humanReadable.returned);
  const headersByName = decodedHeaders(email);
  const headers = (name: string) => headersByName.get(name) ?? [];
  const header = (name: string) => headers(name)[0] ?? '';
  return {
    header,
    headers,
    from: mailboxOf(header('from')),
    to: mailboxOf(header('to')),
    subject: header('subject'),
    date: dateOf(header('date')),
    humanReadable,
    deliveryStatus,
    feedback,
    disposition,
    returnedHeaders,
    failedRecipients: distinctAddresses(headers('x-failed-recipients')),
    returnedTo: distinctAddresses(fieldsOf(returnedHeaders, RECIPIENT_FIELD)),
    returnedFrom: distinctAddresses(fieldsOf(returnedHeaders, SENDER_FIELD)),
    enclosed,
  };
}

/** Gateways label the report `application/octet-stream` or a type of their own: its first fields identify it. */
function looksLikeStatus(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 1024);
  return /^\s*(?:[A-Za-z-]{1,40}:[^\n]*\n\s*){0,6}(?:reporting-mta|final-recipient)\s*:/i.test(start);
}

/** A mail attached as a file: `bounce.eml`. */
function isMailFile(part: Attachment): boolean {
  return /\.eml$/i.test(part.filename ?? '');
}

const MAX_HEADER_LENGTH = 64 * 1024;

function decodedHeaders(email: Email): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const { key, value } of email.headers) {
    const values = byName.get(key) ?? [];
    values.push(decodeWords(value.slice(0, MAX_HEADER_LENGTH)).trim());
    byName.set(key, values);
  }
  return byName;
}

const MAX_MAILBOX_LENGTH = 4096;

/** The first mailbox of an address header, or an empty string. */
export function mailboxOf(value: string): string {
  return addressParser(value.slice(0, MAX_MAILBOX_LENGTH), { flatten: true })[0]?.address?.trim() ?? '';
}

/** Milliseconds since 1970 of an RFC 5322 date, or null. */
export function dateOf(value: string): number | null {
  const at = Date.parse(
    value
      .slice(0, 200)
      .replace(/\([^)]{0,40}\)/g, '')
      .trim(),
  );
  return Number.isNaN(at) ? null : at;
}

const RECIPIENT_FIELD =
  /^(?:to|cc|bcc|x-original-to|x-envelope-to|delivered-to|envelope-to|x-rcpt-to|resent-to)[ \t]*:/i;

const SENDER_FIELD = /^(?:from|sender|reply-to|return-path|errors-to|x-sender|resent-from)[ \t]*:/i;

function fieldsOf(headers: string, names: RegExp): readonly string[] {
  const unfolded = headers.replace(/\r?\n[ \t]/g, ' ').split(/\r?\n/);
  return unfolded.filter((line) => names.test(line));
}

function distinctAddresses(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) => findAddresses(text.slice(0, MAX_TEXT_LENGTH)));
  return [...new Set(found.map((each) => each.address))].slice(0, MAX_RECIPIENTS);
}

function bodyOf(message: string): string {
  const end = message.search(/\n\r?\n/);
  return end < 0 ? '' : message.slice(end);
}

/** The lines before the first blank one. */
function headerBlock(message: string): string {
  const start = message.trimStart().replace(MBOX_LINE, '');
  const end = start.search(/\n\r?\n/);
  return (end < 0 ? start : start.slice(0, end)).slice(0, MAX_TEXT_LENGTH);
}

function bytesOf(part: Attachment): Buffer {
  if (typeof part.content === 'string') return Buffer.from(part.content, 'utf8');
  if (part.content instanceof ArrayBuffer) return Buffer.from(part.content);
  return Buffer.from(part.content.buffer, part.content.byteOffset, part.content.byteLength);
}
