import type { EspHttp } from './http-client.ts';

/** Webhooks that one account is read for; beyond it something repeats itself. */
const MAX_ITEMS = 10_000;

export interface ItemPage<T> {
  readonly items: readonly T[];
  /** Null after the last page. */
  readonly next: string | null;
}

/** Every item of a short list that comes page by page. @throws EspApiError when it does not end. */
export async function allItems<T>(
  http: EspHttp,
  page: (cursor: string | null) => Promise<ItemPage<T>>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const { items, next }: ItemPage<T> = await page(cursor);
    all.push(...items);
    if (all.length > MAX_ITEMS || (next !== null && next === cursor)) {
      throw http.error('invalid-response', 'The list does not end.');
    }
    cursor = next;
  } while (cursor !== null);
  return all;
}

/** The number in a cursor that counts entries or pages. @throws EspApiError of kind `settings`. */
export function countIn(http: EspHttp, cursor: string | null, first: number): number {
  if (cursor === null) return first;
  if (/^\d{1,12}$/.test(cursor)) return Number(cursor);
  throw http.error('settings', 'Invalid cursor. Omit it to start at the first page.');
}
