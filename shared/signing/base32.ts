/** Base32 in lower case without padding (RFC 4648, 6): what survives an MTA that folds the case of a local part. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const CHARACTERS_PER_GROUP = 8;
const BYTES_PER_GROUP = 5;

/** @param bytes a multiple of five bytes; each five make eight characters */
export function toBase32(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += BYTES_PER_GROUP) {
    text += numberToBase32(bytes.readUIntBE(at, BYTES_PER_GROUP), CHARACTERS_PER_GROUP);
  }
  return text;
}

/** The bytes of base32 text, or null when it is none or no multiple of eight characters. */
export function fromBase32(text: string): Buffer | null {
  if (text.length % CHARACTERS_PER_GROUP !== 0) return null;
  const bytes = Buffer.alloc((text.length / CHARACTERS_PER_GROUP) * BYTES_PER_GROUP);
  for (let group = 0; group * CHARACTERS_PER_GROUP < text.length; group++) {
    const start = group * CHARACTERS_PER_GROUP;
    const value = numberFromBase32(text.slice(start, start + CHARACTERS_PER_GROUP));
    if (value === null) return null;
    bytes.writeUIntBE(value, group * BYTES_PER_GROUP, BYTES_PER_GROUP);
  }
  return bytes;
}

/** A number below 32 to the power of `length`, at most 2 to the power of 53. */
export function numberToBase32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) {
    text = ALPHABET.charAt(rest % 32) + text;
  }
  return text;
}

/** The number that base32 text stands for, or null when it is none. */
export function numberFromBase32(text: string): number | null {
  let value = 0;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return null;
    value = value * 32 + digit;
  }
  return value;
}
