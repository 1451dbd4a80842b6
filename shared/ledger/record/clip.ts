/** `text` cut to at most `bytes` of UTF-8, never within a character; half a surrogate pair becomes U+FFFD. */
export function clip(text: string, bytes: number): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed();
  if (formed.length * 3 <= bytes || Buffer.byteLength(formed) <= bytes) return formed;
  const encoded = Buffer.from(formed);
  let end = bytes;
  while (((encoded[end] ?? 0) & 0xc0) === 0x80) end--;
  return encoded.toString('utf8', 0, end);
}
