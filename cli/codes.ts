import type { CodeSettings } from '../shared/config/settings.ts';
import { shippedCodes } from '../shared/failure-codes/scheme.ts';

/** The meaning of each code: the shipped one, or the operator's. */
export type Meanings = ReadonlyMap<number, string>;

export function meaningsOf(
  entries: ReadonlyArray<{ readonly code: number; readonly meaning: string }>,
): Meanings {
  return new Map(entries.map(({ code, meaning }) => [code, meaning]));
}

export function meaningsIn({ custom }: Pick<CodeSettings, 'custom'>): Meanings {
  return meaningsOf([...shippedCodes, ...custom]);
}
