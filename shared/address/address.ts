import { domainToASCII } from 'node:url';
import { addrSpecOf, formatLocalPart, parseMailbox } from './mailbox.ts';

declare const ledgerAddress: unique symbol;
/**
 * An e-mail address in the form the ledger compares: no display name, brackets, comments or needless quotes, domain
 * lower-cased and in A-label form (RFC 5891), ASCII letters of the local part lower-cased (RFC 5321 allows case to
 * matter; no large receiver lets it). Two forms of one mailbox (RFC 5321, 4.1.2) have one ledger address.
 */
export type LedgerAddress = string & { readonly [ledgerAddress]: true };

export interface AddressOptions {
  /** `ann+news@example.com` is kept as `ann@example.com`. */
  readonly foldPlusTags?: boolean;
}

/** RFC 5321, 4.5.3.1: 64 octets of local part, an at sign, 255 of domain. */
const MAX_ADDRESS_LENGTH = 320;

/**
 * The ledger's form of an address as ESPs and people write it: `"Doe, Jane" <Jane@B.example>`, `<a@b>`, ` a@b `. Null when
 * `text` is none: no local part, no domain, a character that an address may not have, over 320 characters. Nothing is cut
 * off and nothing percent-decoded: `a@b.example/c` is no address.
 *
 * @example toLedgerAddress('"m.o\'hara"@Mail.example') // m.o'hara@mail.example
 */
export function toLedgerAddress(text: string, options: AddressOptions = {}): LedgerAddress | null {
  const bare = addrSpecOf(text);
  if (bare.length > MAX_ADDRESS_LENGTH) return null;
  if (isNormalized(bare) && !(options.foldPlusTags && bare.includes('+'))) return bare;
  const mailbox = parseMailbox(bare);
  const domain = mailbox && asciiDomain(mailbox.domain);
  if (mailbox === null || domain === null) return null;
  let local = mailbox.local.normalize('NFC').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  if (options.foldPlusTags) {
    const plus = local.indexOf('+');
    if (plus > 0) local = local.slice(0, plus);
  }
  const address = `${formatLocalPart(local)}@${domain}`;
  return address.length > MAX_ADDRESS_LENGTH ? null : (address as LedgerAddress);
}

/** Nearly every address as ESPs write it is in the ledger's form already. */
const NORMALIZED =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;

function isNormalized(bare: string): bare is LedgerAddress {
  return NORMALIZED.test(bare);
}

/** Labels of RFC 5890; underscores occur. */
const DOMAIN = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;
/** RFC 5321, 4.1.3. */
const LITERAL = /^\[[0-9a-f:.a-z-]{1,64}\]$/;
/** What URLs give a meaning of their own; `domainToASCII` takes a URL's host. */
const DELIMITERS = /[^\p{L}\p{M}\p{N}.\-_\u00b7\u3002\uff0e\uff61\u200c\u200d]/u;

function asciiDomain(text: string): string | null {
  const lower = text.toLowerCase().replace(/\.$/, '');
  if (DOMAIN.test(lower) || LITERAL.test(lower)) return lower;
  if (DELIMITERS.test(lower)) return null;
  const ascii = domainToASCII(lower).replace(/\.$/, '');
  return DOMAIN.test(ascii) ? ascii : null;
}

/** The domain of a ledger address, in A-label form. */
export function domainOf(address: LedgerAddress): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
