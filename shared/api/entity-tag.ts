/** A record's revision as an entity tag, and `If-Match` (RFC 9110, 8.8.3 and 13.1.1). */
import type { ApiRequest } from './http.ts';
import { ApiError } from './problem.ts';

/** A record's revision as an entity tag. */
export function entityTag(revision: number): string {
  return `"${revision}"`;
}

/**
 * The revision that a change is made against; undefined where the request names none: then another write meanwhile is
 * no reason to refuse. A weak tag and one that is malformed match nothing: If-Match compares strongly.
 * @param current the record's revision now
 * @throws ApiError `revision-mismatch` where the header names others
 */
export function expectedRevision({ headers }: ApiRequest, current: number): number | undefined {
  const tags = headers['if-match']?.trim();
  if (tags === undefined || tags === '*') return undefined;
  if (tags.split(/\s*,\s*/).includes(entityTag(current))) return current;
  throw new ApiError(
    'revision-mismatch',
    'Read the address again, decide on what it says now, and send its ETag as If-Match.',
  );
}
