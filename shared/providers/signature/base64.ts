/** One spelling of what base64 writes (RFC 4648): the standard alphabet, without padding. */
export function plainBase64(text: string): string {
  return text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '');
}

/**
 * The bytes of a signature written in base64, or null when the text holds anything else. `Buffer.from` skips what it
 * does not know, and would take a signature with something behind it.
 */
export function bytesOfBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return plainBase64(bytes.toString('base64')) === plainBase64(text) ? bytes : null;
}
