import { crc32, gzipSync } from 'node:zlib';

/**
 * Bytes up to which a text is wrapped as gzip without deflating it. So small an object costs its put and next to
 * nothing for its bytes, while zlib's tables alone, cleared for every call, would be a quarter of the processor's work
 * on such a batch.
 */
const STORED_UP_TO = 4_096;

/** `bytes` as gzip (RFC 1952), deflated where that is worth it. */
export function gzip(bytes: Buffer): Buffer {
  if (bytes.length <= STORED_UP_TO) return stored(bytes);
  // A window and an output no larger than the text asks for.
  const bits = Math.min(15, 32 - Math.clz32(bytes.length));
  return gzipSync(bytes, { level: 1, windowBits: bits, memLevel: bits - 7, chunkSize: bytes.length >> 2 });
}

const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** One last block of DEFLATE that is not compressed (RFC 1951, 3.2.4): its kind, its length, and that inverted. */
const BLOCK_HEADER = 5;
const TRAILER = 8;

function stored(bytes: Buffer): Buffer {
  const start = HEADER.length + BLOCK_HEADER;
  const out = Buffer.allocUnsafe(start + bytes.length + TRAILER);
  HEADER.copy(out);
  out.writeUInt8(1, HEADER.length);
  out.writeUInt16LE(bytes.length, HEADER.length + 1);
  out.writeUInt16LE(~bytes.length & 0xffff, HEADER.length + 3);
  bytes.copy(out, start);
  out.writeUInt32LE(crc32(bytes), start + bytes.length);
  out.writeUInt32LE(bytes.length, start + bytes.length + 4);
  return out;
}
