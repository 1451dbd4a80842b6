import type { EspHttp } from './http-client.ts';
import type { EspSuppression, SuppressionPage } from './types.ts';

/**
 * Looks for one address where an ESP has no call for it, page by page.
 * @throws EspApiError of kind `unsupported` when the list is longer than `maxPages` and the address was not among them.
 */
export async function scanFor(
  address: string,
  page: (cursor: string | null) => Promise<SuppressionPage>,
  maxPages: number,
  http: EspHttp,
): Promise<readonly EspSuppression[]> {
  const wanted = address.toLowerCase();
  const found: EspSuppression[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < maxPages; count++) {
    const { entries, next }: SuppressionPage = await page(cursor);
    found.push(...entries.filter((entry) => entry.address.toLowerCase() === wanted));
    if (next === null) return found;
    cursor = next;
  }
  if (found.length > 0) return found;
  const message = `The ESP cannot look up a single address, and it is not on the first ${maxPages} pages of the list. Compare the whole list instead.`;
  throw http.error('unsupported', message, 'read-suppressions');
}
