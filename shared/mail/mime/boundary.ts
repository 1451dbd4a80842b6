/** How far into a mail its first boundary is looked for. */
const WITHIN = 256 * 1024;
const HEADER_END = /\r?\n\r?\n/;
const CONTENT_TYPE = /^content-type[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*\n?/im;
/** A boundary line, and below it the header of a part (RFC 2046, 5.1.1). */
const FIRST_PART = /^--([^\s-][^\r\n]{0,69}|-[^\r\n]{1,69})[ \t]*\r?\n(?:content-[a-z-]{1,40}[ \t]*:)/im;

/**
 * A multipart mail whose header names no boundary, or another than its parts stand between, with the one that its
 * body shows; any other mail comes back as it is. Gateways that rewrite headers lose the parameter.
 */
export function withBoundary(raw: Buffer): Buffer {
  const text = raw.toString('latin1', 0, WITHIN);
  const end = HEADER_END.exec(text);
  if (end === null) return raw;
  const header = text.slice(0, end.index + 1);
  const type = CONTENT_TYPE.exec(header)?.[0] ?? '';
  if (!/^content-type[ \t]*:\s*multipart\//i.test(type)) return raw;
  const body = text.slice(end.index);
  const named = /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type);
  const stated = named?.[1] ?? named?.[2] ?? '';
  if (stated !== '' && body.includes(`\n--${stated}`)) return raw;
  const shown = FIRST_PART.exec(body)?.[1]?.trimEnd();
  if (shown === undefined || shown.includes('"')) return raw;
  const mended = `${header.replace(CONTENT_TYPE, '')}Content-Type: multipart/mixed; boundary="${shown}"\n`;
  return Buffer.concat([Buffer.from(mended, 'latin1'), raw.subarray(end.index)]);
}
