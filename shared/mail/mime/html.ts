/**
 * The readable text of an HTML part, for bounces that have no plain one. It keeps lines where blocks end and
 * drops what is not shown; it is no renderer.
 */
const BLOCK_END = /^(?:br|\/?(?:p|div|tr|li|h[1-6]|table|ul|ol|pre|blockquote|hr|td|th))\b/;
const HIDDEN = ['style', 'script', 'head'];

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Plain text of `html`, in time linear in its length. */
export function htmlToText(html: string): string {
  const pieces: string[] = [];
  const lower = html.toLowerCase();
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    if (open < 0) break;
    pieces.push(html.slice(position, open).replace(/\s+/g, ' '));
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
    } else if (BLOCK_END.test(tag)) {
      pieces.push('\n');
    }
  }
  pieces.push(html.slice(position));
  return pieces
    .join('')
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, decodeEntity)
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}

function decodeEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
  const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}
