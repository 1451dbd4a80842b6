/** Mailbox files (RFC 4155), in the variants mboxo, mboxrd, mboxcl and mboxcl2, and the "From " line of one mail. */
import { MAX_MAIL_BYTES } from '../report.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE_MARK = 0x3e;
const SEPARATOR = '\nFrom ';

/** `From ann@b.example Thu Apr 29 23:34:45 2026` */
const FROM_LINE = /^From \S+ .{0,8}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d)[^\n]{0,60}$/;
const HEADER_LINE = /^(?:[A-Za-z][A-Za-z0-9-]{0,80}[ \t]{0,8}:|From )/;
const MAX_LINE_LENGTH = 320;
const CONTENT_LENGTH = /^content-length:[ \t]{0,8}(\d{1,9})[ \t]{0,8}\r?$/im;
/** Header sections are shorter: further on, Content-Length is not searched. */
const MAX_HEADER_BYTES = 256 * 1024;

/** Index of the first octet of a mail after white space and a "From " line. */
export function skipFromLine(raw: Buffer): number {
  const start = skipWhiteSpace(raw);
  const isFromLine = raw[start] === 0x46 || raw[start] === QUOTE_MARK;
  if (!isFromLine || !/^>?From /.test(raw.toString('latin1', start, start + 6))) return start;
  return lineEnd(raw, start) ?? raw.length;
}

/**
 * Splits octets into mails as they arrive: a mailbox file, or a single mail when they do not begin with a "From " line.
 * A mail ends where Content-Length says, if a "From " line follows there (mboxcl), else before a "From " line that
 * follows an empty line and precedes a header field. Quoted "From " lines of mails are unquoted.
 *
 * It holds one mail at a time. One over `MAX_MAIL_BYTES` is given as far as one octet over the limit, so that the
 * parser refuses it.
 * @example
 * for await (const chunk of stream) yield* splitter.append(chunk);
 * yield* splitter.end();
 */
export class MailSplitter {
  #data: Buffer = Buffer.alloc(0);
  #isMailbox: boolean | undefined;
  #isEnd = false;
  /** Index up to which no separator was found. */
  #searched = 0;
  /** Whether the beginning of the mail at hand was given already, as oversized. */
  #isOversized = false;

  /** Adds octets, and gives the mails that are complete. */
  *append(chunk: Buffer): Generator<Buffer> {
    this.#data = this.#data.length === 0 ? chunk : Buffer.concat([this.#data, chunk]);
    yield* this.#completeMails();
  }

  /** Gives the last mail. */
  *end(): Generator<Buffer> {
    this.#isEnd = true;
    yield* this.#completeMails();
  }

  *#completeMails(): Generator<Buffer> {
    if (this.#isMailbox === undefined) this.#begin();
    while (this.#isMailbox !== undefined && this.#data.length > 0) {
      const end = this.#findEnd();
      if (end === undefined) {
        if (this.#data.length > MAX_MAIL_BYTES + MAX_LINE_LENGTH) yield* this.#cutOff();
        return;
      }
      const mail = this.#data.subarray(0, end);
      this.#data = this.#data.subarray(end);
      this.#searched = 0;
      if (!this.#isOversized) yield this.#isMailbox ? unquoted(mail.subarray(skipFromLine(mail))) : mail;
      this.#isOversized = false;
    }
  }

  /** The first line decides on the format. */
  #begin(): void {
    this.#data = this.#data.subarray(skipWhiteSpace(this.#data));
    if (this.#data.length < 6 && !this.#isEnd) return;
    this.#isMailbox = /^>?From /.test(this.#data.toString('latin1', 0, 6));
  }

  *#cutOff(): Generator<Buffer> {
    const start = this.#isMailbox ? skipFromLine(this.#data) : 0;
    if (!this.#isOversized) yield Buffer.from(this.#data.subarray(start, start + MAX_MAIL_BYTES + 1));
    this.#isOversized = true;
    this.#data = Buffer.from(this.#data.subarray(this.#data.length - MAX_LINE_LENGTH));
    this.#searched = 0;
  }

  /** Index after the mail at the beginning of the data; undefined while more octets are needed. */
  #findEnd(): number | undefined {
    const rest = this.#isEnd ? this.#data.length : undefined;
    if (!this.#isMailbox) return rest;
    if (this.#searched === 0 && !this.#isOversized) {
      const stated = this.#statedEnd();
      if (stated !== 'none') return stated;
    }
    const data = this.#data;
    for (let at = data.indexOf(SEPARATOR, this.#searched); at >= 0; at = data.indexOf(SEPARATOR, at + 1)) {
      const next = lineEnd(data, at + 1);
      const following = next === undefined ? undefined : lineEnd(data, next);
      if (next === undefined || (following === undefined && !this.#isEnd)) {
        this.#searched = at;
        return rest;
      }
      const isSeparator =
        followsEmptyLine(data, at) && isFromLine(data, at + 1) && HEADER_LINE.test(lineAt(data, next));
      if (isSeparator) return at + 1;
    }
    this.#searched = Math.max(1, data.length - SEPARATOR.length);
    return rest;
  }

  /** The end by Content-Length; `none` when the mail states none, or a wrong one. */
  #statedEnd(): number | undefined | 'none' {
    const data = this.#data;
    const header = headerEnd(data);
    if (header === undefined) return this.#isEnd || data.length > MAX_HEADER_BYTES ? 'none' : undefined;
    const stated = CONTENT_LENGTH.exec(data.toString('latin1', 0, header))?.[1];
    if (stated === undefined || Number(stated) > MAX_MAIL_BYTES) return 'none';
    const end = header + Number(stated);
    if (data.length < end + MAX_LINE_LENGTH && !this.#isEnd) return undefined;
    if (end > data.length) return 'none';
    let next = end;
    while (data[next] === LINE_FEED || data[next] === CARRIAGE_RETURN) next += 1;
    if (next === data.length) return next;
    return isFromLine(data, next) ? next : 'none';
  }
}

/** Drops one quote mark before "From " at the beginning of lines: `>From `, `>>From `. */
function unquoted(mail: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let start = 0;
  for (let at = mail.indexOf('>From '); at >= 0; at = mail.indexOf('>From ', at + 1)) {
    let first = at;
    while (mail[first - 1] === QUOTE_MARK) first -= 1;
    if (mail[first - 1] !== LINE_FEED) continue;
    pieces.push(mail.subarray(start, first));
    start = first + 1;
  }
  return start === 0 ? mail : Buffer.concat([...pieces, mail.subarray(start)]);
}

function skipWhiteSpace(data: Buffer): number {
  let at = 0;
  while (at < data.length && (data[at] ?? 0) <= 0x20) at += 1;
  return at;
}

function headerEnd(mail: Buffer): number | undefined {
  const data = mail.subarray(0, MAX_HEADER_BYTES);
  const unix = data.indexOf('\n\n');
  const dos = data.indexOf('\n\r\n');
  if (unix < 0) return dos < 0 ? undefined : dos + 3;
  return dos >= 0 && dos < unix ? dos + 3 : unix + 2;
}

function followsEmptyLine(data: Buffer, lineFeed: number): boolean {
  const before = data[lineFeed - 1] === CARRIAGE_RETURN ? lineFeed - 2 : lineFeed - 1;
  return data[before] === LINE_FEED;
}

function isFromLine(data: Buffer, start: number): boolean {
  return FROM_LINE.test(lineAt(data, start));
}

/** Index after a line; undefined when its end is not there. */
function lineEnd(data: Buffer, start: number): number | undefined {
  const end = data.indexOf(LINE_FEED, start);
  return end < 0 ? undefined : end + 1;
}

function lineAt(data: Buffer, start: number): string {
  const end = lineEnd(data, start) ?? data.length;
  return data.toString('latin1', start, Math.min(end, start + MAX_LINE_LENGTH)).trimEnd();
}
