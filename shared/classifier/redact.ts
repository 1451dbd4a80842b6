/** Makes a diagnostic fit to be stored: no address, no tracking id, bounded. Linear in the text's length. */

const LONGEST_READ = 2_048;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters must not be stored
const WHITE = /[\s\u0000-\u001f\u007f]+/g;
const QUERY = /(https?:\/\/[^\s?<>"]{1,256})\?[^\s<>"]{1,1024}/g;
/** Queue ids, message ids, tokens: sixteen or more letters and digits with digits among them. */
const TOKEN = /\b(?=[A-Za-z0-9_-]{0,64}\d)[A-Za-z0-9_-]{16,256}\b/g;

/**
 * The text in one line with addresses as `<address>`, long tokens as `…`, links without their query, cut to
 * `longest` characters. IP addresses stay: they are the sender's, and blocklists are looked up by them.
 */
export function redact(text: string, longest = 200): string {
  let line = text.slice(0, LONGEST_READ).replace(WHITE, ' ');
  if (line.includes('?')) line = line.replace(QUERY, '$1');
  line = withoutAddresses(line).replace(TOKEN, '…').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

/** What stands before and after an address, once all white space is a space. */
const BESIDE_ADDRESS = new Set(Array.from(' <>()[]"\',;:=', (character) => character.charCodeAt(0)));

/**
 * The text with every run of characters around an at sign as `address`. By hand: an expression would try each
 * character of the text as the beginning of one.
 */
function withoutAddresses(line: string): string {
  let out = '';
  let kept = 0;
  let next = 1;
  for (let at = line.indexOf('@', next); at >= 0; at = line.indexOf('@', next)) {
    let start = at;
    while (start > kept && !BESIDE_ADDRESS.has(line.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < line.length && !BESIDE_ADDRESS.has(line.charCodeAt(end))) end++;
    next = at + 1;
    if (start === at || end === at + 1) continue;
    out += `${line.slice(kept, start)}address`;
    kept = next = end;
  }
  return out + line.slice(kept);
}
