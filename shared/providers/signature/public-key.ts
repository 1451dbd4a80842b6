import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

/** Parsing a key costs as much as using it, and a source uses the same one or two for years. */
const parsed = new Map<string, KeyObject | null>();
const MAX_PARSED = 64;

/**
 * A public key as consoles show it: base64 of its SPKI (RFC 5280), with or without PEM's BEGIN and END lines,
 * or a PEM certificate. Null when the text is none.
 */
export function publicKeyOf(text: string): KeyObject | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const key = parse(text);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(text, key);
  return key;
}

function parse(text: string): KeyObject | null {
  try {
    if (text.includes('BEGIN CERTIFICATE')) return new X509Certificate(text).publicKey;
    if (text.includes('BEGIN ')) return createPublicKey(text);
    return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}
