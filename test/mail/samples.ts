import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('./samples/', import.meta.url);

/** The raw mail `samples/NAME.eml`. */
export function sample(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`${name}.eml`, folder)));
}

export const sampleNames: readonly string[] = readdirSync(fileURLToPath(folder))
  .filter((file) => file.endsWith('.eml'))
  .map((file) => file.slice(0, -'.eml'.length));

/** A raw mail of header lines and a body, as it comes off the wire. */
export function mail(headers: readonly string[], body: string): Buffer {
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}`);
}
