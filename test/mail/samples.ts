import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('./samples/', import.meta.url));
const systems = fileURLToPath(new URL('./samples/systems/', import.meta.url));

/** The raw mail `samples/NAME.eml`: one for each format that a reader of its own knows. */
export function sample(name: string): Buffer {
  return readFileSync(`${folder}${name}.eml`);
}

export const sampleNames: readonly string[] = namesIn(folder);

/** The raw mail `samples/systems/NAME.eml`: one for each mail system. */
export function systemSample(name: string): Buffer {
  return readFileSync(`${systems}${name}.eml`);
}

export const systemNames: readonly string[] = namesIn(systems);

function namesIn(path: string): readonly string[] {
  return readdirSync(path)
    .filter((file) => file.endsWith('.eml'))
    .map((file) => file.slice(0, -'.eml'.length));
}

/** A raw mail of header lines and a body, as it comes off the wire. */
export function mail(headers: readonly string[], body: string): Buffer {
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}`);
}
