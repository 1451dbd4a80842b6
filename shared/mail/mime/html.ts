/**
 * Plain text of an HTML part, for bounces without a text part. Lines end at block elements and in preformatted text;
 * addresses of links that show a name are kept; invisible elements are dropped.
 */
const BLOCKS: ReadonlySet<string> = new Set(
  'br p div tr li h1 h2 h3 h4 h5 h6 table ul ol pre blockquote hr td th'.split(' '),
);
const HIDDEN: ReadonlySet<string> = new Set(['style', 'script', 'head']);
const MAX_TAG_LENGTH = 2048;
const MAX_NAME_LENGTH = 16;

/** Plain text of `html`, in time linear in its length. */
export function htmlToText(html: string): string {
  let text = '';
  let position = 0;
  let preformatted = false;
  /** A link whose end tag is to come: its address, and where its text begins. */
  let link: { readonly address: string; readonly from: number } | null = null;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    if (open < 0) break;
    if (open > position) text += spaced(html.slice(position, open), preformatted);
    const close = html.indexOf('>', open);
    if (close < 0) return finished(text);
    const name = tagName(html, open + 1);
    position = close + 1;
    if (HIDDEN.has(name)) {
      const end = indexOfEndTag(html, name, position);
      position = end < 0 ? html.length : end;
      continue;
    }
    const element = name.startsWith('/') ? name.slice(1) : name;
    if (BLOCKS.has(element)) text += '\n';
    if (element === 'pre') preformatted = name === 'pre';
    else if (name === 'a') link = linkOf(html.slice(open, Math.min(close, open + MAX_TAG_LENGTH)), text);
    else if (name === '/a' && link !== null) {
      if (!text.slice(link.from).includes('@')) text += ` <${link.address}>`;
      link = null;
    }
  }
  return finished(text + spaced(html.slice(position), preformatted));
}

/** The name of a tag in lower case, with the solidus of an end tag. */
function tagName(html: string, start: number): string {
  const limit = Math.min(html.length, start + MAX_NAME_LENGTH);
  let end = html[start] === '/' ? start + 1 : start;
  while (end < limit && isNameCharacter(html.charCodeAt(end))) end += 1;
  return html.slice(start, end).toLowerCase();
}

function isNameCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function indexOfEndTag(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    if (tagName(html, at + 1) === `/${name}`) return at;
  }
  return -1;
}

function finished(text: string): string {
  return text
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, decodeEntity)
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}

function spaced(text: string, preformatted: boolean): string {
  return preformatted ? text.replace(/\r\n?/g, '\n') : text.replace(/\s+/g, ' ');
}

function linkOf(tag: string, text: string): { address: string; from: number } | null {
  const address = /\bhref\s*=\s*["']?mailto:([^"'?\s>]{3,320})/i.exec(tag)?.[1];
  return address === undefined ? null : { address, from: text.length };
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['szlig', 'ß'],
  ['oslash', 'ø'],
  ['aelig', 'æ'],
  ['laquo', '«'],
  ['raquo', '»'],
  ['rsquo', '’'],
  ['lsquo', '‘'],
  ['ndash', '–'],
  ['mdash', '—'],
]);

/** The marks of named letters: `eacute`, `Ouml`. */
const marks: ReadonlyMap<string, string> = new Map([
  ['acute', '\u0301'],
  ['grave', '\u0300'],
  ['circ', '\u0302'],
  ['uml', '\u0308'],
  ['tilde', '\u0303'],
  ['ring', '\u030a'],
  ['cedil', '\u0327'],
]);

function decodeEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) {
    const mark = marks.get(name.slice(1).toLowerCase());
    if (mark !== undefined) return `${name[0]}${mark}`.normalize('NFC');
    return entities.get(name.toLowerCase()) ?? whole;
  }
  const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}
