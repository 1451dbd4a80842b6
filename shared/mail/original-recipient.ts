import { findAddresses } from '../address/scan.ts';
import { isPublicAddress, organizationOf, sameAddress } from './mime/addresses.ts';
import type { HumanReadablePart } from './mime/human-readable.ts';
import type { ParsedMessage } from './mime/message.ts';

/**
 * The recipient that the sender addressed, where mail to `original` was forwarded to `final`, and `final` failed
 * (RFC 3464, 2.3.1, Original-Recipient). The original recipient is on the sender's list and does not get the mail.
 * The final one is reported where the message was addressed to it, where the original address is known to one host
 * only, and where it is an alias in the sender's own organization: several recipients may be behind that.
 */
export function originalRecipientOf(message: ParsedMessage, original: string, final: string): string {
  if (original === '' || message.returnedTo.some((to) => sameAddress(to, final))) return final;
  return isPublicAddress(original) && !isSameOrganization(message, original) ? original : final;
}

/** True for an address in the organization of the message's sender. */
function isSameOrganization(message: ParsedMessage, address: string): boolean {
  const organization = organizationOf(address);
  return [message.to, ...message.returnedFrom].some((sender) => organizationOf(sender) === organization);
}

/** `originalRecipientOf`, where the text says which address the failed one was expanded from. */
export function originalRecipientFromText(message: ParsedMessage, failed: string): string {
  const original = expandedFrom(message.humanReadable).get(failed.toLowerCase()) ?? '';
  return originalRecipientOf(message, original, failed);
}

/** Exim writes `generated from`, Postfix and Sendmail `expanded from`. */
const EXPANDED_FROM = /\(\s*(?:ultimately\s+)?(?:generated|expanded)\s+from:?\s*<?([^\s<>()]{3,320})>?\s*\)/i;

const cache = new WeakMap<HumanReadablePart, ReadonlyMap<string, string>>();

/** Original addresses by the address that each was forwarded to, in lower case. */
function expandedFrom(part: HumanReadablePart): ReadonlyMap<string, string> {
  const cached = cache.get(part);
  if (cached !== undefined) return cached;
  const originals = new Map<string, string>();
  if (!part.text.includes('from')) {
    cache.set(part, originals);
    return originals;
  }
  let failed = '';
  for (const line of part.lines) {
    const match = line.includes('from') ? EXPANDED_FROM.exec(line) : null;
    const named = findAddresses(match === null ? line : line.slice(0, match.index))[0]?.address ?? '';
    if (named !== '') failed = named.toLowerCase();
    const original = findAddresses(match?.[1] ?? '')[0]?.address;
    if (original !== undefined && failed !== '' && !originals.has(failed)) originals.set(failed, original);
  }
  cache.set(part, originals);
  return originals;
}
