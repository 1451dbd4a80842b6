/** The mails of a file: one mail, a mailbox file or a compressed one of either, or standard input. */
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { MailSplitter } from '../../shared/mail/mime/mbox.ts';
import { MAX_MAIL_BYTES } from '../../shared/mail/report.ts';
import { STANDARD_INPUT } from './find-files.ts';

const CHUNK_BYTES = 256 * 1024;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const MAILBOX_START = /^\s{0,16}>?From /;
/** Of a mailbox that is read at once: most begin with a "From " line and hold one mail. */
const MAX_MAILBOX_BYTES = 1024 * 1024;

/** Bytes of memory that small mails share: one piece a mail is what the collector would have most of its work with. */
const POOL_BYTES = 512 * 1024;
Buffer.poolSize = POOL_BYTES;

/** The mails of a file that is read at once, or null when it must be read as a stream. */
export function readWholeFile(path: string): Iterable<Buffer> | null {
  if (path === STANDARD_INPUT) return null;
  const file = openSync(path, 'r');
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > MAX_MAIL_BYTES) return null;
    const octets = Buffer.allocUnsafe(stat.size);
    const mail = octets.subarray(0, readSync(file, octets, 0, stat.size, 0));
    if (isGzip(mail)) return null;
    if (!MAILBOX_START.test(mail.toString('latin1', 0, 22))) return [mail];
    return mail.length > MAX_MAILBOX_BYTES ? null : mailsIn(mail);
  } finally {
    closeSync(file);
  }
}

function* mailsIn(mailbox: Buffer): Generator<Buffer> {
  const splitter = new MailSplitter();
  yield* splitter.append(mailbox);
  yield* splitter.end();
}

/** The mails of a stream, one after the other. */
export async function* readMails(path: string): AsyncGenerator<Buffer> {
  const source: Readable =
    path === STANDARD_INPUT ? process.stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const splitter = new MailSplitter();
  for await (const chunk of decompressed(source)) yield* splitter.append(chunk);
  yield* splitter.end();
}

/** A stream without its gzip compression (RFC 1952), if it begins with that. */
async function* decompressed(source: Readable): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let start = Buffer.alloc(0);
  while (start.length < GZIP_MAGIC.length) {
    const { value, done } = await chunks.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  if (!isGzip(start)) {
    yield start;
    yield* rest(chunks);
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Its error, that of a truncated file too, ends the iteration below.
  pipeline(joined(start, chunks), gunzip, () => undefined);
  yield* gunzip;
}

async function* joined(start: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield start;
  yield* rest(chunks);
}

async function* rest(chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

function isGzip(octets: Buffer): boolean {
  return octets.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC);
}
