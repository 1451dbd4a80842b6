import { domainToASCII } from 'node:url';

declare const ledgerAddress: unique symbol;
/**
 * An e-mail address in the form the ledger compares: no display name or brackets, domain lower-cased and in
 * A-label form (RFC 5891), local part case-folded (RFC 5321 allows case to matter; no large receiver lets it).
 */
export type LedgerAddress = string & { readonly [ledgerAddress]: true };

export interface AddressOptions {
  /** `ann+news@example.com` is kept as `ann@example.com`. */
  readonly foldPlusTags?: boolean;
}

/** RFC 5321, 4.5.3.1: 64 octets of local part, an at sign, 255 of domain. */
const LONGEST = 320;

/**
 * Reads an address as ESPs and people write it: `"Doe, Jane" <Jane@B.example>`, `<a@b>`, ` a@b `.
 * Returns the part between the brackets, or the trimmed text; case is kept.
 */
export function bareAddress(text: string): string {
  const open = text.lastIndexOf('<');
  const close = open < 0 ? -1 : text.indexOf('>', open);
  return (close > open ? text.slice(open + 1, close) : text).trim();
}

/**
 * The ledger's form of an address, or null when `text` is not one (no local part, no domain, white space,
 * control characters, over 320 characters).
 */
export function toLedgerAddress(text: string, options: AddressOptions = {}): LedgerAddress | null {
  const bare = bareAddress(text);
  if (bare.length > LONGEST) return null;
  if (isFolded(bare) && !(options.foldPlusTags && bare.includes('+'))) return bare;
  const at = bare.lastIndexOf('@');
  if (at < 1 || at === bare.length - 1) return null;
  let local = bare.slice(0, at);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u0020\u007f]/.test(bare) && !local.startsWith('"')) return null;
  const domain = asciiDomain(bare.slice(at + 1));
  if (domain === null) return null;
  if (options.foldPlusTags) {
    const plus = local.indexOf('+');
    if (plus > 0) local = local.slice(0, plus);
  }
  return `${local.normalize('NFC').toLowerCase()}@${domain}` as LedgerAddress;
}

/** Nearly every address as ESPs write it is in the ledger's form already. */
const FOLDED = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-z0-9._-]*[a-z0-9_-]$/;

function isFolded(bare: string): bare is LedgerAddress {
  return FOLDED.test(bare);
}

const PLAIN_DOMAIN = /^[a-z0-9._-]+$/;

function asciiDomain(text: string): string | null {
  const lower = text.toLowerCase().replace(/\.$/, '');
  if (PLAIN_DOMAIN.test(lower)) return lower;
  if (/^\[[0-9a-f:.a-z]+\]$/.test(lower)) return lower;
  const ascii = domainToASCII(lower);
  return ascii === '' ? null : ascii;
}

/** The domain of a ledger address, in A-label form. */
export function domainOf(address: LedgerAddress): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
