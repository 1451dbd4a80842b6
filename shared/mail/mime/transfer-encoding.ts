/** Content-Transfer-Encoding (RFC 2045, 6). */

const EQUALS = 0x3d;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** Whether a body is not encoded: `7bit`, `8bit`, `binary`, or no statement. */
export function isIdentityEncoding(encoding: string): boolean {
  return !/^\s*(?:base64|quoted-printable)/i.test(encoding);
}

/**
 * Decodes the octets of a body.
 * @param body the encoded body, as octets in a Latin-1 string
 * @param encoding the value of Content-Transfer-Encoding
 */
export function decodeTransferEncoding(body: string, encoding: string): Buffer {
  switch (/^[a-z0-9-]*/.exec(encoding.trim().toLowerCase())?.[0]) {
    case 'base64':
      return Buffer.from(body, 'base64');
    case 'quoted-printable':
      return body.includes('=') ? decodeQuotedPrintable(body) : Buffer.from(body, 'latin1');
    default:
      return Buffer.from(body, 'latin1');
  }
}

/** RFC 2045, 6.7. An equals sign that begins neither an octet nor a soft line break is kept. */
export function decodeQuotedPrintable(body: string): Buffer {
  const octets = Buffer.allocUnsafe(body.length);
  let length = 0;
  let i = 0;
  for (let equals = body.indexOf('='); equals >= 0; equals = body.indexOf('=', i)) {
    if (equals > i) length += octets.write(body.slice(i, equals), length, 'latin1');
    const high = hexValue(body.charCodeAt(equals + 1));
    const low = high < 0 ? -1 : hexValue(body.charCodeAt(equals + 2));
    if (low >= 0) {
      octets[length++] = (high << 4) | low;
      i = equals + 3;
      continue;
    }
    const lineBreak = softLineBreakEnd(body, equals + 1);
    if (lineBreak < 0) octets[length++] = EQUALS;
    i = lineBreak < 0 ? equals + 1 : lineBreak;
  }
  length += octets.write(body.slice(i), length, 'latin1');
  return octets.subarray(0, length);
}

/** Spaces before a line break are padding of transports; more of them are text. */
const MAX_PADDING = 80;

/** The index after a soft line break whose equals sign is before `from`, or -1. */
function softLineBreakEnd(body: string, from: number): number {
  let i = from;
  while (i - from < MAX_PADDING && (body.charCodeAt(i) === SPACE || body.charCodeAt(i) === TAB)) i += 1;
  if (body.charCodeAt(i) === CARRIAGE_RETURN) i += 1;
  if (i === body.length) return i;
  return body.charCodeAt(i) === LINE_FEED ? i + 1 : -1;
}

function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 0x20;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
