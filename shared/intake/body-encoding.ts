import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { MAX_BODY_BYTES } from '../providers/provider.ts';
import { gzip } from './gzip.ts';
import type { DeliveryMessage } from './queue-message.ts';

/** Bodies above this many bytes are compressed: SQS counts every 64 KB as a request. */
const COMPRESS_ABOVE = 16 * 1024;
/** Compressed bodies above this many characters go to the archive's bucket instead. */
const OBJECT_ABOVE = 200 * 1024;
/** Whatever an object holds: the webhook function lets none larger in. */
const MAX_DECODED_BYTES = MAX_BODY_BYTES;

export type EncodedBody = Pick<DeliveryMessage, 'encoding' | 'body'>;

/** @param store keeps a body too large for a message and resolves with its key */
export async function encodeBody(
  body: Buffer,
  store: (gzipped: Buffer) => Promise<string>,
): Promise<EncodedBody> {
  if (body.length <= COMPRESS_ABOVE && isUtf8(body)) return { encoding: 'text', body: body.toString('utf8') };
  const gzipped = gzip(body);
  const text = gzipped.toString('base64');
  if (text.length <= OBJECT_ABOVE) return { encoding: 'gzip', body: text };
  return { encoding: 'object', body: await store(gzipped) };
}

/** @throws Error when an object cannot be fetched, or what it holds is damaged */
export async function decodeBody(
  { encoding, body }: EncodedBody,
  fetchObject: (key: string) => Promise<Buffer>,
): Promise<Buffer> {
  switch (encoding) {
    case 'text':
      return Buffer.from(body, 'utf8');
    case 'gzip':
      return gunzipSync(Buffer.from(body, 'base64'), { maxOutputLength: MAX_DECODED_BYTES });
    case 'object':
      return gunzipSync(await fetchObject(body), { maxOutputLength: MAX_DECODED_BYTES });
  }
}
