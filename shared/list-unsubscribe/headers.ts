/**
 * One-click unsubscribe: the headers of RFC 2369 and RFC 8058 with a signed URL. `verify.ts` verifies that URL.
 *
 * ```
 * List-Unsubscribe: <https://api.example/v1/unsubscribe/TOKEN>, <mailto:leave@shop.example>
 * List-Unsubscribe-Post: List-Unsubscribe=One-Click
 * ```
 *
 * The token is `<payload>.<signature>`, both base64url: the payload is the JSON array of day, list and address, the
 * signature the first 128 bits of its HMAC-SHA256. RFC 8058, 3.1 asks for a hard-to-forge part, so that none but a
 * receiver of the mail can unsubscribe the address. The address can be read from the URL, as from the mail itself.
 */
import { toLedgerAddress } from '../address/address.ts';
import { dayOf } from '../signing/days.ts';
import { checkSigningKeys, signatureOf } from '../signing/signing-keys.ts';

/** The path under the stack's URL; the token follows. */
export const LIST_UNSUBSCRIBE_PATH = '/v1/unsubscribe/';

/** What a mail user agent posts (RFC 8058, 3.2), and the value of the second header. */
export const ONE_CLICK = 'List-Unsubscribe=One-Click';

const SIGNATURE_BYTES = 16;
const MAX_LIST_BYTES = 64;

/** Options that headers cannot be made from. The message quotes no address. */
export class ListUnsubscribeError extends Error {
  override readonly name = 'ListUnsubscribeError';
}

export interface ListUnsubscribeOptions {
  /** The recipient, one a mail. */
  readonly address: string;
  /** The list of the ledger that the recipient leaves: 1 to 64 bytes of UTF-8. */
  readonly list: string;
  /** The stack's URL (its output `ApiUrl`), or that of a domain in front of it; https, but for 127.0.0.1 and localhost. */
  readonly url: string;
  /** Of at least 16 characters each; the first signs. Rotated ones stay for `LIST_UNSUBSCRIBE_VALID_DAYS`. */
  readonly keys: readonly string[];
  /**
   * An address of the sender that takes requests to unsubscribe by mail (RFC 2369, 3.2).
   * @default none
   */
  readonly mailto?: string;
  /** @default now */
  readonly sentAt?: Date;
}

export interface ListUnsubscribeHeaders {
  readonly 'List-Unsubscribe': string;
  readonly 'List-Unsubscribe-Post': typeof ONE_CLICK;
}

/**
 * The two header fields of a mail to one recipient. Both must be covered by the mail's DKIM signature (RFC 8058, 4).
 * @throws ListUnsubscribeError when address, list, url or mailto cannot be used
 * @throws SigningKeyError when a key cannot be used
 * @example
 * const headers = listUnsubscribeHeaders({ address: mail.to, list: 'newsletter', url, keys: [key] });
 * await transport.sendMail({ ...mail, headers });
 */
export function listUnsubscribeHeaders(options: ListUnsubscribeOptions): ListUnsubscribeHeaders {
  const [key] = checkSigningKeys(options.keys);
  const address = toLedgerAddress(options.address);
  if (address === null) throw new ListUnsubscribeError('Invalid address: not an e-mail address.');
  if (!isListName(options.list)) {
    throw new ListUnsubscribeError(
      `Invalid list: use 1 to ${MAX_LIST_BYTES} bytes without control characters.`,
    );
  }
  const day = dayOf(options.sentAt ?? new Date());
  if (!Number.isSafeInteger(day)) throw new ListUnsubscribeError('Invalid date of sending.');
  const payload = Buffer.from(JSON.stringify([day, options.list, address])).toString('base64url');
  const signature = signatureOf(key, 'list-unsubscribe', payload, SIGNATURE_BYTES).toString('base64url');
  const uris = [`<${baseUrl(options.url)}${LIST_UNSUBSCRIBE_PATH}${payload}.${signature}>`];
  if (options.mailto !== undefined) uris.push(`<${mailtoUri(options.mailto)}>`);
  return { 'List-Unsubscribe': uris.join(', '), 'List-Unsubscribe-Post': ONE_CLICK };
}

/** Whether a list can be named in a token. */
export function isListName(list: string): boolean {
  const bytes = Buffer.byteLength(list);
  return bytes > 0 && bytes <= MAX_LIST_BYTES && !/\p{Cc}/u.test(list);
}

/** @throws ListUnsubscribeError */
function baseUrl(text: string): string {
  // Not URL.parse: senders' programs run on Node 20.
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new ListUnsubscribeError('Invalid url: RFC 8058 asks for an https URL.');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** @throws ListUnsubscribeError */
function mailtoUri(text: string): string {
  const address = toLedgerAddress(text);
  if (address === null) throw new ListUnsubscribeError('Invalid mailto: not an e-mail address.');
  const at = address.lastIndexOf('@');
  return `mailto:${encodeURIComponent(address.slice(0, at))}@${address.slice(at + 1)}?subject=unsubscribe`;
}
