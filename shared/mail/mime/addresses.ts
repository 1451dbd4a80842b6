/** Addresses in header fields and report fields of a mail. Those in running text are found by address/scan.ts. */
import { findFirstAddress } from '../../address/scan.ts';

/** Characters of a report field that are parsed. */
const MAX_FIELD_LENGTH = 1000;

/**
 * The address of a report's field: `rfc822; <ann@b.example>`, `utf-8; \x{40}`, `ann@b.example (Ann)`.
 * Empty when there is none.
 */
export function addressOfField(field: string): string {
  let text = field.slice(0, MAX_FIELD_LENGTH).trim();
  // Some gateways write the type twice.
  for (let typed = ADDRESS_TYPE.exec(text); typed !== null; typed = ADDRESS_TYPE.exec(text)) {
    text = text.slice(typed[0].length);
    if (typed[1]?.toLowerCase() === 'utf-8') text = decodeUtf8Address(text);
  }
  const bracketed = /<([^<>]*@[^<>]*)>/.exec(text)?.[1];
  if (bracketed !== undefined) return withoutRoute(bracketed.trim());
  const bare = withoutRoute(text);
  if (/^\S+@\S+$/.test(bare)) return bare.replace(/^<|[>;,]+$/g, '');
  return findFirstAddress(text);
}

/** Characters of an address header that are searched. */
const MAX_HEADER_LENGTH = 4096;

/**
 * The address of the first mailbox of an address header (RFC 5322, 3.4): `"Doe, Jane" <jane@b.example>`, `jane@b.example
 * (Jane)`. Empty when there is none. In angle brackets a name without a domain counts: `<MAILER-DAEMON>`.
 */
export function mailboxOf(header: string): string {
  const text = firstMailbox(header.slice(0, MAX_HEADER_LENGTH));
  const open = text.lastIndexOf('<');
  if (open < 0) return findFirstAddress(text);
  const close = text.indexOf('>', open);
  return withoutRoute(text.slice(open + 1, close < 0 ? text.length : close).trim());
}

/** The text up to the first comma after an address, without comments and display names in quotes. */
function firstMailbox(text: string): string {
  let mailbox = '';
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? '';
    if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth > 0) continue;
    else if (character === '"') {
      const close = closingQuote(text, i);
      if (text[close + 1] === '@') mailbox += text.slice(i, close + 1);
      i = close;
    } else if (character === ',' && mailbox.includes('@')) return mailbox;
    else mailbox += character;
  }
  return mailbox;
}

/** Index of the quote that closes the one at `open`, or of the last character. */
function closingQuote(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i += 1) {
    if (text[i] === '"') return i;
    if (text[i] === '\\') i += 1;
  }
  return text.length - 1;
}

/** `rfc822;` (RFC 3464, 2.1.2), and the prefix of a mail system's own notation: `SMTP:`. */
const ADDRESS_TYPE = /^([a-z0-9-]{1,20})\s*(?:;|(?<=smtp|mailto):)\s*/i;

/** Drops a source route (RFC 5321, 4.1.1.3): `@relay.example:ann@b.example`. */
function withoutRoute(address: string): string {
  return address.replace(/^@[^:@\s]{1,255}(?:,@[^:@\s]{1,255}){0,8}:(?=[^@]+@)/, '');
}

/** Domains outside the public DNS: RFC 6761, RFC 6762, and common private names. */
const PRIVATE_DOMAIN = /\.(?:local|localdomain|internal|lan|intranet)$/i;

/** False for addresses that are valid on one host only: `ann@store`, `ann@host.local`. */
export function isPublicAddress(address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return domain.includes('.') && !PRIVATE_DOMAIN.test(domain) && !ENCAPSULATED.test(address);
}

/** Exchange's encapsulated addresses: `IMCEAEX-_O=ORG_CN=ANN@b.example`. */
const ENCAPSULATED = /^IMCEA[A-Z0-9]*-/i;

/** RFC 6533, 3: in utf-8-addr-xtext a character outside printable ASCII is `\x{HEX}`. */
function decodeUtf8Address(text: string): string {
  return text.replace(/\\x\{([0-9a-f]{1,6})\}/gi, (whole, hex: string) => {
    const point = Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/**
 * The recipient in a variable envelope return path (VERP), in the layouts of Postfix, ezmlm and mailers with a hyphen:
 * `bounces+ann=b.example@sender.example`, `list-return-7-ann=b.example@sender.example`,
 * `bounce-31-ann=b.example@sender.example`.
 * Empty when there is none.
 */
export function recipientInReturnPath(address: string): string {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@'))).slice(0, MAX_RETURN_PATH_LENGTH);
  const match = RETURN_PATH.exec(local);
  return match === null ? '' : `${match[1]}@${match[2]}`;
}

const MAX_RETURN_PATH_LENGTH = 400;
const RETURN_PATH =
  /^(?:[^=+]{1,64}?(?:\+|-return-\d{1,12}-)|(?:[\w.-]{1,40}-)?(?:bounces?|returns?|verp|errors?)-(?:\d{1,12}-)?)([^=\s]{1,64})=([a-z0-9.-]{1,255}\.[a-z0-9-]{2,63})$/i;

/** Whether two addresses are equal, ignoring case. */
export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The organizational domain of an address: `b.example` of `mail.b.example`, `b.co.example` of `mail.b.co.example`. */
export function organizationOf(address: string): string {
  const labels = address
    .slice(address.lastIndexOf('@') + 1)
    .toLowerCase()
    .split('.');
  const isShared = labels.length > 2 && (labels.at(-2)?.length ?? 0) <= 3;
  return labels.slice(isShared ? -3 : -2).join('.');
}
