import { findAddresses, isPublicAddress, organisationOf, sameAddress } from './mime/addresses.ts';
import type { Letter } from './mime/letter.ts';
import type { Notice } from './mime/notice.ts';

/**
 * Whom the sender wrote to, where mail to `original` was handed on to `final`, which failed. It is the original one
 * who stands on the sender's list, and who does not get the mail. It is the final one where the message was addressed
 * to it, where the original is a name that only one host knows, and where it is an alias in the sender's own house:
 * behind one of those stand several people, of whom one failed.
 */
export function intendedOf(letter: Letter, original: string, final: string): string {
  if (original === '' || letter.returnedTo.some((to) => sameAddress(to, final))) return final;
  return isPublicAddress(original) && !isInSendersHouse(letter, original) ? original : final;
}

function isInSendersHouse(letter: Letter, address: string): boolean {
  const house = organisationOf(address);
  return [letter.to, ...letter.returnedFrom].some((sender) => organisationOf(sender) === house);
}

/** As `intendedOf`, where the words of a notice say by which address mail came to the one that failed. */
export function intendedByWords(letter: Letter, failed: string): string {
  return intendedOf(letter, sourcesOf(letter.notice).get(failed.toLowerCase()) ?? '', failed);
}

/** Exim writes `generated from`, Postfix and Sendmail `expanded from`. */
const CAME_FROM = /\(\s*(?:ultimately\s+)?(?:generated|expanded)\s+from:?\s*<?([^\s<>()]{3,320})>?\s*\)/i;

const known = new WeakMap<Notice, ReadonlyMap<string, string>>();

/** By an address that mail was handed on to, in lower case: the address that it came from. */
function sourcesOf(notice: Notice): ReadonlyMap<string, string> {
  const before = known.get(notice);
  if (before !== undefined) return before;
  const sources = new Map<string, string>();
  let failed = '';
  for (const line of notice.lines) {
    const came = line.includes('from') ? CAME_FROM.exec(line) : null;
    const named = findAddresses(came === null ? line : line.slice(0, came.index))[0]?.address ?? '';
    if (named !== '') failed = named.toLowerCase();
    const from = findAddresses(came?.[1] ?? '')[0]?.address;
    if (from !== undefined && failed !== '' && !sources.has(failed)) sources.set(failed, from);
  }
  known.set(notice, sources);
  return sources;
}
