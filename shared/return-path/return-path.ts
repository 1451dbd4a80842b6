/**
 * The signed return path (RFC 5321, 4.4: the reverse-path that bounce mail goes to). Anyone may write to the inbound
 * address; only a return path that the sender's program signed says that this bounce is of a mail to that recipient.
 *
 * ```
 * bounces+<day><signature>-ann=example.com@bounces.shop.example
 * ```
 *
 * - `day`: 3 characters of base32, days since 2020-01-01.
 * - `signature`: 16 characters of base32, the first 80 bits of the HMAC-SHA256 of day and recipient.
 * - the recipient, its at sign written as `=`, where it fits: a bounce need not name the recipient (RFC 3464 reports may
 *   be missing or cut). A recipient that does not fit into the 64 octets of a local part (RFC 5321, 4.5.3.1.1), or has
 *   other characters than `a-z 0-9 . + _ -` in its local part, is left out; the signature covers it all the same, and
 *   verification takes it from the recipients that the returned message names.
 *
 * All of it is lower case and compared in lower case, since MTAs may fold a local part's case. The characters are those
 * that MTAs accept without quoting: no `%`, `!` or `/`, which many refuse as source routes.
 */
import { type LedgerAddress, toLedgerAddress } from '../address/address.ts';
import { fromBase32, numberFromBase32, numberToBase32, toBase32 } from '../signing/base32.ts';
import { dateOfDay, dayOf, isCurrentDay } from '../signing/days.ts';
import { checkSigningKeys, isSignedBy, signatureOf } from '../signing/signing-keys.ts';

/** Days after sending for which a return path is accepted. MTAs give up after five days at most (RFC 5321, 4.5.4.1); vacation replies and relays that held the mail take longer. */
export const RETURN_PATH_VALID_DAYS = 30;

/** Recipients of one returned message that are compared with a return path that carries none. */
export const MAX_CANDIDATES = 20;

const MAX_LOCAL_PART = 64;
/** 2020-01-01, as days since 1970-01-01. */
const FIRST_DAY = 18_262;
const DAY_LENGTH = 3;
const SIGNATURE_BYTES = 10;
const SIGNATURE_LENGTH = 16;
const DEFAULT_MAILBOX = 'bounces';

/** A recipient that a return path cannot be made for. The message does not quote it. */
export class ReturnPathError extends Error {
  override readonly name = 'ReturnPathError';
}

export interface ReturnPathSignerOptions {
  /** Of at least 16 characters each; the first signs. Rotated ones stay for {@link RETURN_PATH_VALID_DAYS} days. */
  readonly keys: readonly string[];
  /** The domain of the inbound address: `bounces.shop.example`. */
  readonly domain: string;
  /**
   * The mailbox in front of the plus sign.
   * @default 'bounces'
   */
  readonly mailbox?: string;
}

export interface ReturnPathSigner {
  /**
   * The return path (MAIL FROM, RFC 5321) of a mail to one recipient.
   * @param sentAt @default now
   * @throws ReturnPathError when the recipient is not an e-mail address
   */
  returnPathFor(recipient: string, sentAt?: Date): string;
}

/**
 * Makes the signer of return paths for one inbound domain.
 * @throws SigningKeyError when a key cannot be used
 * @throws ReturnPathError when mailbox or domain cannot be used
 * @example
 * const signer = createReturnPathSigner({ keys: [key], domain: 'bounces.shop.example' });
 * await transport.sendMail({ ...mail, envelope: { from: signer.returnPathFor(mail.to), to: mail.to } });
 */
export function createReturnPathSigner(options: ReturnPathSignerOptions): ReturnPathSigner {
  const [key] = checkSigningKeys(options.keys);
  const mailbox = (options.mailbox ?? DEFAULT_MAILBOX).toLowerCase();
  if (!/^[a-z0-9_-]{1,20}$/.test(mailbox)) {
    throw new ReturnPathError('Invalid mailbox. Use at most 20 of the characters a-z, 0-9, _ and -.');
  }
  const domain = toLedgerAddress(`${mailbox}@${options.domain}`)?.slice(mailbox.length + 1);
  if (domain === undefined)
    throw new ReturnPathError('Invalid domain. Use one such as bounces.shop.example.');
  return {
    returnPathFor(recipient, sentAt = new Date()) {
      const address = toLedgerAddress(recipient);
      if (address === null) throw new ReturnPathError('Invalid recipient: not an e-mail address.');
      const day = dayTextOf(sentAt);
      const signature = toBase32(signatureOf(key, 'return-path', signedText(day, address), SIGNATURE_BYTES));
      const prefix = `${mailbox}+${day}${signature}`;
      const carried = carriedForm(address);
      const fits = carried !== null && prefix.length + 1 + carried.length <= MAX_LOCAL_PART;
      return `${prefix}${fits ? `-${carried}` : ''}@${domain}`;
    },
  };
}

/** Why a return path is not accepted. */
export type ReturnPathFailure =
  /** Not of the form that the signer makes. */
  | 'malformed'
  /** Of more than {@link RETURN_PATH_VALID_DAYS} days ago, or of the future. */
  | 'expired'
  /** It carries no recipient, and the signature is of none of the candidates. */
  | 'recipient-not-named'
  /** No key made this signature of this day and recipient. */
  | 'invalid-signature';

export type ReturnPathVerification =
  | {
      readonly verified: true;
      /** The recipient whose mail bounced, and the only one that the bounce may speak of. */
      readonly recipient: LedgerAddress;
      /** The day it was sent: `2026-10-05`. */
      readonly sentOn: string;
    }
  | { readonly verified: false; readonly failure: ReturnPathFailure };

export interface ReturnPathVerifyOptions {
  /** Every key that may have signed, the newest first. */
  readonly keys: readonly string[];
  readonly now: Date;
  /**
   * The recipients that the returned message names, for a return path that carries none. Only the first
   * {@link MAX_CANDIDATES} are compared.
   * @default none
   */
  readonly candidates?: readonly string[];
}

/**
 * Verifies the return path that a bounce came to.
 * @param returnPath the address the bounce was sent to (the inbound mail's envelope recipient), or what stands between
 *   plus sign and at sign alone
 * @throws SigningKeyError when a key cannot be used
 * @example
 * const result = verifyReturnPath('bounces+...-ann=example.com@bounces.shop.example', {
 *   keys: [newKey, oldKey],
 *   now: new Date(),
 *   candidates: report.recipients.map(({ finalRecipient }) => finalRecipient),
 * });
 * if (result.verified) suppress(result.recipient);
 */
export function verifyReturnPath(
  returnPath: string,
  { keys, now, candidates = [] }: ReturnPathVerifyOptions,
): ReturnPathVerification {
  const usable = checkSigningKeys(keys);
  const token = parseToken(returnPath);
  if (token === null) return failed('malformed');
  if (!isCurrentDay(token.day, now, RETURN_PATH_VALID_DAYS)) return failed('expired');
  const possible = token.recipient === null ? candidates.slice(0, MAX_CANDIDATES) : [token.recipient];
  for (const text of possible) {
    const recipient = toLedgerAddress(text);
    if (recipient === null) continue;
    if (!isSignedBy(usable, 'return-path', signedText(token.dayText, recipient), token.signature)) continue;
    return { verified: true, recipient, sentOn: dateOfDay(token.day) };
  }
  return failed(token.recipient === null ? 'recipient-not-named' : 'invalid-signature');
}

/** @throws ReturnPathError for a day that three characters cannot hold */
function dayTextOf(date: Date): string {
  const day = dayOf(date) - FIRST_DAY;
  if (!(day >= 0 && day < 32 ** DAY_LENGTH)) throw new ReturnPathError('Invalid date of sending.');
  return numberToBase32(day, DAY_LENGTH);
}

function failed(failure: ReturnPathFailure): ReturnPathVerification {
  return { verified: false, failure };
}

function signedText(dayText: string, recipient: LedgerAddress): string {
  return `${dayText}\n${recipient}`;
}

/** Local parts that no MTA on the way refuses or rewrites. */
const CARRIED_LOCAL_PART = /^[a-z0-9+_-]+(\.[a-z0-9+_-]+)*$/;
const CARRIED_DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/** `ann=example.com`, or null when the address is not carried. */
function carriedForm(address: LedgerAddress): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  return CARRIED_LOCAL_PART.test(local) && CARRIED_DOMAIN.test(domain) ? `${local}=${domain}` : null;
}

interface Token {
  readonly dayText: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly signature: Buffer;
  readonly recipient: string | null;
}

/** With or without the mailbox in front. */
const TOKEN = new RegExp(
  `^(?:[^+]*\\+)?([a-z2-7]{${DAY_LENGTH}})([a-z2-7]{${SIGNATURE_LENGTH}})(?:-([^=]+)=([^=]+))?$`,
);

function parseToken(returnPath: string): Token | null {
  if (returnPath.length > 320) return null;
  const text = returnPath.trim().replace(/^<|>$/g, '').toLowerCase();
  const localPart = text.includes('@') ? text.slice(0, text.lastIndexOf('@')) : text;
  const match = TOKEN.exec(localPart);
  if (match === null) return null;
  const [, dayText = '', signatureText = '', local, domain] = match;
  const day = numberFromBase32(dayText);
  const signature = fromBase32(signatureText);
  if (day === null || signature === null) return null;
  return {
    dayText,
    day: FIRST_DAY + day,
    signature,
    recipient: local === undefined ? null : `${local}@${domain}`,
  };
}
