import { codesDocument } from '../shared/api/routes/codes.ts';
import type { CodeSettings } from '../shared/config/settings.ts';

/** What each code means, for people: the shipped words, or the operator's own. */
export type Meanings = ReadonlyMap<number, string>;

export function meaningsOf(
  entries: ReadonlyArray<{ readonly code: number; readonly meaning: string }>,
): Meanings {
  return new Map(entries.map(({ code, meaning }) => [code, meaning]));
}

export function meaningsIn(codes: Pick<CodeSettings, 'custom'>): Meanings {
  return meaningsOf(codesDocument(codes).codes);
}
