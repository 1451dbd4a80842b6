import { gzipSync } from 'node:zlib';

/** Below this zlib has no smaller window. */
const SMALLEST_WINDOW = 9;

/**
 * `bytes` as gzip (RFC 1952), with a window and an output no larger than the text asks for: most bodies and batches are
 * small, and zlib clears its tables for every call.
 */
export function gzip(bytes: Buffer): Buffer {
  const bits = Math.max(SMALLEST_WINDOW, Math.min(15, 32 - Math.clz32(bytes.length)));
  return gzipSync(bytes, {
    level: 1,
    windowBits: bits,
    memLevel: Math.max(1, bits - 7),
    chunkSize: Math.max(64, bytes.length >> 2),
  });
}
