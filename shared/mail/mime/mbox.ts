/** `From ann@b.example Thu Apr 29 23:34:45 2026`, before each mail of an mbox file (RFC 4155). */
const FROM_LINE = /^>?From \S+ .{0,8}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d)[^\n]{0,60}$/;
const HEADER_LINE = /^(?:[A-Za-z][A-Za-z0-9-]*:|From )/;
const MAX_MAILS = 1000;

/**
 * The mails of an mbox file, each without its "From " line; a mail that is no mbox file is returned as it is.
 * A "From " line separates only after an empty line and before a header, in a file that begins with one.
 */
export function mailsOf(raw: Buffer): readonly Buffer[] {
  const start = skipBlank(raw);
  if (
    !raw
      .subarray(start, start + 6)
      .toString('latin1')
      .match(/^>?From /)
  )
    return [raw.subarray(start)];
  const starts = [afterLine(raw, start)];
  const ends: number[] = [];
  for (let at = raw.indexOf('\nFrom ', start); at >= 0; at = raw.indexOf('\nFrom ', at + 1)) {
    if (starts.length >= MAX_MAILS) break;
    const next = afterLine(raw, at + 1);
    if (
      !followsBlank(raw, at) ||
      !FROM_LINE.test(lineAt(raw, at + 1)) ||
      !HEADER_LINE.test(lineAt(raw, next))
    )
      continue;
    ends.push(at);
    starts.push(next);
  }
  ends.push(raw.length);
  return starts.map((from, index) => raw.subarray(from, ends[index]));
}

/** Index of the first octet of a mail after white space and an mbox "From " line. */
export function skipFromLine(raw: Buffer): number {
  const start = skipBlank(raw);
  const isFromLine = /^>?From /.test(raw.toString('latin1', start, start + 6));
  return isFromLine ? afterLine(raw, start) : start;
}

function skipBlank(raw: Buffer): number {
  let at = 0;
  while (at < raw.length && (raw[at] ?? 0) <= 0x20) at += 1;
  return at;
}

function followsBlank(raw: Buffer, lineFeed: number): boolean {
  const before = raw[lineFeed - 1] === 0x0d ? lineFeed - 2 : lineFeed - 1;
  return raw[before] === 0x0a;
}

function afterLine(raw: Buffer, at: number): number {
  const end = raw.indexOf(0x0a, at);
  return end < 0 ? raw.length : end + 1;
}

function lineAt(raw: Buffer, at: number): string {
  return raw
    .subarray(at, Math.min(afterLine(raw, at), at + 200))
    .toString('latin1')
    .trimEnd();
}
