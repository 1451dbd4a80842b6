/** The most addresses of one header. */
const MAX_ADDRESSES = 1_000;

/**
 * The addresses of a To header as written (RFC 5322, 3.4): `"Doe, Jane" <jane@b.example>, joe@c.example`.
 * A comma inside quotes or angle brackets parts nothing.
 */
export function splitAddresses(text: string): readonly string[] {
  const addresses: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at <= text.length && addresses.length < MAX_ADDRESSES; at += 1) {
    const character = text[at];
    if (character === '\\' && quoted) at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === '<' && !quoted) bracketed = true;
    else if (character === '>' && !quoted) bracketed = false;
    if (at < text.length && (character !== ',' || quoted || bracketed)) continue;
    const address = text.slice(start, at).trim();
    if (address.includes('@')) addresses.push(address);
    start = at + 1;
  }
  return addresses;
}
