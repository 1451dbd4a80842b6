import { gzipSync } from 'node:zlib';

/**
 * Compresses with a window and tables no larger than the text needs. zlib's usual 268 KB for each call, and the
 * collections of garbage that they bring on, cost more than compressing a small batch does.
 */
export function gzip(bytes: Buffer): Buffer {
  const bits = Math.min(15, Math.max(9, 32 - Math.clz32(bytes.length)));
  const output = Math.min(64 * 1024, Math.max(1024, bytes.length >> 2));
  return gzipSync(bytes, { level: 1, windowBits: bits, memLevel: bits - 7, chunkSize: output });
}
