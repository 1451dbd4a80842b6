import { isAscii } from 'node:buffer';
import PostalMime, { type Attachment, addressParser, decodeWords, type Email } from 'postal-mime';
import { MOST_RECIPIENTS } from '../finding.ts';
import { UnreadableMail } from '../report.ts';
import { findAddresses } from './addresses.ts';
import { withBoundary } from './boundary.ts';
import { declaredCharsets, decodeText, inUtf8 } from './charset.ts';
import { htmlToText } from './html.ts';
import { mailsOf } from './mbox.ts';
import { type Notice, splitNotice } from './notice.ts';

/** 10 MB: what SES inbound accepts without asking for more, and more than any report needs. */
const LARGEST_MAIL = 10 * 1024 * 1024;

/** What the readers look at: no report is longer, and the text of a returned message needs no reading. */
const LONGEST_TEXT = 256 * 1024;

/** A mail taken apart: the machine-readable parts, the readable text, and what it encloses. */
export interface Letter {
  /** The first header of that name (lower case), encoded words decoded; empty when there is none. */
  header(name: string): string;
  /** Every header of that name. */
  headers(name: string): readonly string[];
  readonly from: string;
  /** Whom the report itself is sent to. */
  readonly to: string;
  readonly subject: string;
  /** Milliseconds since 1970; null when the mail has no readable date. */
  readonly date: number | null;
  /** The readable text, and the returned message that some hosts paste below it. */
  readonly notice: Notice;
  /** Texts of the delivery-status parts (RFC 3464, RFC 6533). */
  readonly deliveryStatus: readonly string[];
  /** Text of the feedback report (RFC 5965), or null. */
  readonly feedback: string | null;
  /** Text of the disposition notification (RFC 8098), or null. */
  readonly disposition: string | null;
  /** Header block of the returned message, wherever it was: its own part, or below the notice. */
  readonly returnedHeaders: string;
  /** The recipients that the host lists in `X-Failed-Recipients` headers. */
  readonly failedRecipients: readonly string[];
  /** Whom the returned message was addressed to, as far as its header says. */
  readonly returnedTo: readonly string[];
  /** Who sent the returned message, by whichever of its fields. */
  readonly returnedFrom: readonly string[];
  /** Whole messages enclosed as parts. */
  readonly enclosed: readonly Buffer[];
}

const STATUS_TYPES = ['message/delivery-status', 'message/global-delivery-status'];
const FEEDBACK_TYPE = 'message/feedback-report';
const DISPOSITION_TYPES = ['message/disposition-notification', 'message/global-disposition-notification'];
const MESSAGE_TYPES = ['message/rfc822', 'message/global', 'message/partial'];
const HEADER_TYPES = ['text/rfc822-headers', 'message/global-headers', 'text/rfc822-header'];
/** Written to be read: tables and cards of addresses are not. */
const TEXT_TYPE = /^text\/(?!(?:csv|calendar|vcard|x-vcard|directory|css|javascript|tab-separated-values)\b)/;
const MBOX_LINE = /^>?From \S[^\n]*\n/;

/**
 * Takes a raw mail apart. An mbox "From " line in front is skipped.
 * @throws UnreadableMail when it is empty, larger than LARGEST_MAIL, or nested beyond reading.
 */
export async function openLetter(raw: Buffer): Promise<Letter> {
  if (raw.length === 0) throw new UnreadableMail('The mail is empty.');
  if (raw.length > LARGEST_MAIL) {
    throw new UnreadableMail(`The mail has ${raw.length} bytes: over the limit of ${LARGEST_MAIL}.`);
  }
  const [mail = raw] = mailsOf(raw);
  const bytes = withBoundary(inUtf8(firstLines(mail)));
  return assemble(await parse(bytes), bytes);
}

const MOST_LINES = 40_000;

/** A report stands before the message it returns (RFC 6522, 3): the lines behind would only cost parsing. */
function firstLines(mail: Buffer): Buffer {
  let end = -1;
  for (let line = 0; line < MOST_LINES; line += 1) {
    end = mail.indexOf(0x0a, end + 1);
    if (end < 0) return mail;
  }
  return mail.subarray(0, end);
}

async function parse(bytes: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxNestingDepth: 32 });
  } catch (error) {
    const fault = error instanceof Error ? error.message : 'unknown fault';
    throw new UnreadableMail(`The mail's MIME structure cannot be read: ${fault}`);
  }
}

function assemble(email: Email, raw: Buffer): Letter {
  // Report parts carry no charset of their own: they are written in that of the notice, if in any.
  let charsets: readonly string[] | undefined;
  const decode = (bytes: Buffer) => {
    const start = bytes.subarray(0, LONGEST_TEXT);
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
    // Without the semicolon that some hosts forget, a parameter is taken for a part of the type.
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
  // A multipart whose boundary never comes has no parts: its body is read as it stands.
  if (text.trim() === '' && email.attachments.length === 0) text = bodyOf(decode(raw));
  const notice = splitNotice(text.slice(0, LONGEST_TEXT));
  if (returnedHeaders === '' && enclosed[0] !== undefined) returnedHeaders = headerBlock(decode(enclosed[0]));
  if (returnedHeaders === '') returnedHeaders = headerBlock(notice.returned);
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
    notice,
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

/** A gateway may call the report `application/octet-stream` or a type of its own: it is known by its first fields. */
function looksLikeStatus(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 1024);
  return /^\s*(?:[A-Za-z-]{1,40}:[^\n]*\n\s*){0,6}(?:reporting-mta|final-recipient)\s*:/i.test(start);
}

/** A mail attached as a file: `bounce.eml`. */
function isMailFile(part: Attachment): boolean {
  return /\.eml$/i.test(part.filename ?? '');
}

const LONGEST_HEADER = 64 * 1024;

function decodedHeaders(email: Email): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const { key, value } of email.headers) {
    const values = byName.get(key) ?? [];
    values.push(decodeWords(value.slice(0, LONGEST_HEADER)).trim());
    byName.set(key, values);
  }
  return byName;
}

const LONGEST_MAILBOX = 4096;

/** The first mailbox of an address header, or an empty string. */
export function mailboxOf(value: string): string {
  return addressParser(value.slice(0, LONGEST_MAILBOX), { flatten: true })[0]?.address?.trim() ?? '';
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
  const found = texts.flatMap((text) => findAddresses(text.slice(0, LONGEST_TEXT)));
  return [...new Set(found.map((each) => each.address))].slice(0, MOST_RECIPIENTS);
}

function bodyOf(message: string): string {
  const end = message.search(/\n\r?\n/);
  return end < 0 ? '' : message.slice(end);
}

/** The lines before the first blank one. */
function headerBlock(message: string): string {
  const start = message.trimStart().replace(MBOX_LINE, '');
  const end = start.search(/\n\r?\n/);
  return (end < 0 ? start : start.slice(0, end)).slice(0, LONGEST_TEXT);
}

function bytesOf(part: Attachment): Buffer {
  if (typeof part.content === 'string') return Buffer.from(part.content, 'utf8');
  if (part.content instanceof ArrayBuffer) return Buffer.from(part.content);
  return Buffer.from(part.content.buffer, part.content.byteOffset, part.content.byteLength);
}
