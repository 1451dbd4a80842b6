/** Verifies the URLs that `headers.ts` signs. */
import * as v from 'valibot';
import { type LedgerAddress, toLedgerAddress } from '../address/address.ts';
import { dateOfDay, isCurrentDay } from '../signing/days.ts';
import { checkSigningKeys, isSignedBy } from '../signing/signing-keys.ts';
import { isListName } from './headers.ts';

/** Days after sending for which the URL is accepted: as long as mail is around in mailboxes. */
export const LIST_UNSUBSCRIBE_VALID_DAYS = 730;

/** Payload of the longest address and list in UTF-8, escaped and in base64url, with its signature. */
const MAX_TOKEN_LENGTH = 2_048;

/** Why a token is not accepted. */
export type ListUnsubscribeFailure =
  /** Not of the form that `listUnsubscribeHeaders` makes. */
  | 'malformed'
  /** No key made this signature. */
  | 'invalid-signature'
  /** Of more than {@link LIST_UNSUBSCRIBE_VALID_DAYS} days ago, or of the future. */
  | 'expired';

export interface VerifiedListUnsubscribe {
  readonly verified: true;
  readonly address: LedgerAddress;
  readonly list: string;
  /** The day it was sent: `2026-10-05`. */
  readonly sentOn: string;
}

export type ListUnsubscribeVerification =
  | VerifiedListUnsubscribe
  | { readonly verified: false; readonly failure: ListUnsubscribeFailure };

const payloadSchema = v.strictTuple([v.pipe(v.number(), v.safeInteger()), v.string(), v.string()]);

/**
 * Verifies the token at the end of the URL.
 * @param keys every key that may have signed, the newest first
 * @throws SigningKeyError when a key cannot be used
 * @example
 * const result = verifyListUnsubscribe(token, { keys: [newKey, oldKey], now: new Date() });
 * if (result.verified) optOut(result.address, result.list);
 */
export function verifyListUnsubscribe(
  token: string,
  { keys, now }: { readonly keys: readonly string[]; readonly now: Date },
): ListUnsubscribeVerification {
  const usable = checkSigningKeys(keys);
  const match = token.length > MAX_TOKEN_LENGTH ? null : /^([\w-]+)\.([\w-]{22})$/.exec(token);
  if (match === null) return failed('malformed');
  const [, payload = '', signature = ''] = match;
  if (!isSignedBy(usable, 'list-unsubscribe', payload, Buffer.from(signature, 'base64url'))) {
    return failed('invalid-signature');
  }
  const parsed = v.safeParse(payloadSchema, parseJson(Buffer.from(payload, 'base64url').toString()));
  if (!parsed.success) return failed('malformed');
  const [day, list, text] = parsed.output;
  const address = toLedgerAddress(text);
  if (address === null || !isListName(list)) return failed('malformed');
  if (!isCurrentDay(day, now, LIST_UNSUBSCRIBE_VALID_DAYS)) return failed('expired');
  return { verified: true, address, list, sentOn: dateOfDay(day) };
}

function failed(failure: ListUnsubscribeFailure): ListUnsubscribeVerification {
  return { verified: false, failure };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
