/** Makes a diagnostic fit to be stored: no address, no tracking id, bounded. Linear in the text's length. */

const LONGEST_READ = 2_048;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters must not be stored
const WHITE = /[\s\u0000-\u001f\u007f]+/g;
const ADDRESS = /[^\s<>()[\]"',;:=]{1,128}@[^\s<>()[\]"',;:=]{1,255}/g;
const QUERY = /(https?:\/\/[^\s?<>"]{1,256})\?[^\s<>"]{1,1024}/g;
/** Queue ids, message ids, tokens: sixteen or more letters and digits with digits among them. */
const TOKEN = /\b(?=[A-Za-z0-9_-]{0,64}\d)[A-Za-z0-9_-]{16,256}\b/g;

/**
 * The text in one line with addresses as `<address>`, long tokens as `…`, links without their query, cut to
 * `longest` characters. IP addresses stay: they are the sender's, and blocklists are looked up by them.
 */
export function redact(text: string, longest = 200): string {
  const line = text
    .slice(0, LONGEST_READ)
    .replace(WHITE, ' ')
    .replace(QUERY, '$1')
    .replace(ADDRESS, 'address')
    .replace(TOKEN, '…')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
