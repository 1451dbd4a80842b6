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
  const senders = REWRITTEN.test(message.to) ? message.returnedFrom : [message.to, ...message.returnedFrom];
  return senders.some((sender) => organizationOf(sender) === organization);
}

/** The Sender Rewriting Scheme: the domain of such an address is the forwarding host's. */
const REWRITTEN = /^SRS[01][=+-]/i;

/** `originalRecipientOf`, where the text says which address the failed one was expanded from. */
export function originalRecipientFromText(message: ParsedMessage, failed: string): string {
  const original = expandedFrom(message.humanReadable).get(failed.toLowerCase()) ?? '';
  return originalRecipientOf(message, original, failed);
}

/**
 * The original recipient of the one failed address of a bounce that does not state it: the one other recipient that the
 * header of the returned message names. Where that names two, the failed address is reported.
 *
 * Trace fields say that the message was delivered to the other recipient. Recipient fields (To, Cc) alone may name
 * another recipient of the same message, of which the failed one got a blind copy. They count only where a host of that
 * recipient's organization wrote a delivery status notification: it forwarded the message.
 */
export function originalRecipientFromHeaders(message: ParsedMessage, failed: string): string {
  if (message.returnedTo.some((to) => sameAddress(to, failed))) return failed;
  const traced = message.returnedTrace.filter((address) => isForwarding(message, address, failed));
  const addressed = message.returnedTo.filter((address) => isForwarding(message, address, failed));
  const [original, ...others] = distinct([...traced, ...addressed]);
  if (original === undefined || others.length > 0 || isMailingList(message.returnedHeaders, original)) {
    return failed;
  }
  const isSender = [message.to, ...message.returnedFrom].some((sender) => sameAddress(sender, failed));
  return traced.length > 0 || isSender || isReportedBy(message, original) ? original : failed;
}

/** Whether mail to an address may have been forwarded to the failed one; behind an alias may be several recipients. */
function isForwarding(message: ParsedMessage, address: string, failed: string): boolean {
  return (
    isPublicAddress(address) &&
    organizationOf(address) !== organizationOf(failed) &&
    !isSameOrganization(message, address)
  );
}

function distinct(addresses: readonly string[]): readonly string[] {
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()];
}

/** Whether the reporting host belongs to the organization of an address: it received mail for it. */
function isReportedBy(message: ParsedMessage, address: string): boolean {
  const host = REPORTING_MTA.exec(message.deliveryStatus[0]?.slice(0, 2_000) ?? '')?.[1];
  return host !== undefined && organizationOf(host) === organizationOf(address);
}

const REPORTING_MTA = /^reporting-mta\s{0,8}:[^;\n]{0,40};\s{0,8}(\S{1,255})/im;

/** Whether a message was posted to an address: its subscribers are not forwarding addresses (RFC 2369, RFC 2919). */
function isMailingList(headers: string, address: string): boolean {
  const lists = headers.toLowerCase().match(/^list-(?:id|post)\s{0,8}:[^\n]{0,500}/gm) ?? [];
  const posted = address.toLowerCase();
  return lists.some((field) => field.includes(posted) || field.includes(`<${posted.replace('@', '.')}>`));
}

/** Exim writes `generated from`, Postfix and Sendmail `expanded from`. */
const EXPANDED_FROM = /\(\s*(?:ultimately\s+)?(?:generated|expanded)\s+from:?\s*<?([^\s<>()]{3,320})>?\s*\)/i;

/** Most texts have none. */
const EXPANSION = /(?:generated|expanded)\s{1,20}from/i;

const cache = new WeakMap<HumanReadablePart, ReadonlyMap<string, string>>();

/** Original addresses by the address that each was forwarded to, in lower case. */
function expandedFrom(part: HumanReadablePart): ReadonlyMap<string, string> {
  const cached = cache.get(part);
  if (cached !== undefined) return cached;
  const originals = new Map<string, string>();
  if (!EXPANSION.test(part.text)) {
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
