/** The ESP's side of a comparison. */
import type {
  EspSuppression,
  SupportedSuppressions,
  SuppressionApi,
  SuppressionPage,
} from '../../shared/esp-api/types.ts';

/** The entries of every list that can be read whole, a page at a time. */
export async function* listedEntries(
  { page }: Pick<SuppressionApi, 'page'>,
  { lists }: Pick<SupportedSuppressions, 'lists'>,
): AsyncGenerator<readonly EspSuppression[]> {
  for (const { name, read } of lists) {
    if (read !== 'whole') continue;
    let cursor: string | null = null;
    do {
      const { entries, next }: SuppressionPage = await page(name, cursor);
      yield entries;
      cursor = next;
    } while (cursor !== null);
  }
}
