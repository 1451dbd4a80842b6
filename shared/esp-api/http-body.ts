/** The response has more bytes than the bound. */
export class ResponseTooLargeError extends Error {
  override readonly name = 'ResponseTooLargeError';
}

/** Reads a body as UTF-8 and stops the transfer at `maxBytes`. @throws ResponseTooLargeError */
export async function readBounded(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunksOf(response, maxBytes)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** Reads a body as bytes and stops the transfer at `maxBytes`. @throws ResponseTooLargeError */
export async function readBytesBounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(response, maxBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Leaving the loop over the chunks cancels the transfer. */
async function* chunksOf(response: Response, maxBytes: number): AsyncGenerator<Uint8Array> {
  const tooLarge = () => new ResponseTooLargeError(`The response has more than ${maxBytes} bytes.`);
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel();
    throw tooLarge();
  }
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    yield chunk;
  }
}
