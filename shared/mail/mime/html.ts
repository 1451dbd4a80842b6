/**
 * Plain text of an HTML part, for bounces without a text part. Lines end at block elements and in preformatted text;
 * addresses of links that show a name are kept; invisible elements are dropped.
 */
const BLOCK_END = /^(?:br|\/?(?:p|div|tr|li|h[1-6]|table|ul|ol|pre|blockquote|hr|td|th))\b/;
const HIDDEN = ['style', 'script', 'head'];
const MAX_TAG_LENGTH = 2048;

/** Plain text of `html`, in time linear in its length. */
export function htmlToText(html: string): string {
  const pieces: string[] = [];
  const lower = html.toLowerCase();
  let position = 0;
  let preformatted = false;
  let link: { readonly address: string; readonly from: number } | null = null;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    if (open < 0) break;
    pieces.push(spaced(html.slice(position, open), preformatted));
    const close = html.indexOf('>', open);
    if (close < 0) {
      position = html.length;
      break;
    }
    const tag = lower.slice(open + 1, Math.min(close, open + 32));
    position = close + 1;
    const hidden = HIDDEN.find((name) => /^[a-z]+/.exec(tag)?.[0] === name);
    if (hidden !== undefined) {
      const end = lower.indexOf(`</${hidden}`, position);
      position = end < 0 ? html.length : end;
      continue;
    }
    if (BLOCK_END.test(tag)) pieces.push('\n');
    if (/^\/?pre\b/.test(tag)) preformatted = !tag.startsWith('/');
    else if (/^a\s/.test(tag))
      link = linkOf(html.slice(open, Math.min(close, open + MAX_TAG_LENGTH)), pieces);
    else if (/^\/a\b/.test(tag) && link !== null) {
      const shown = pieces.slice(link.from).join('');
      if (!shown.includes('@')) pieces.push(` <${link.address}>`);
      link = null;
    }
  }
  pieces.push(spaced(html.slice(position), preformatted));
  return pieces
    .join('')
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, decodeEntity)
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}

function spaced(text: string, preformatted: boolean): string {
  return preformatted ? text.replace(/\r\n?/g, '\n') : text.replace(/\s+/g, ' ');
}

function linkOf(tag: string, pieces: readonly string[]): { address: string; from: number } | null {
  const address = /\bhref\s*=\s*["']?mailto:([^"'?\s>]{3,320})/i.exec(tag)?.[1];
  return address === undefined ? null : { address, from: pieces.length };
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
