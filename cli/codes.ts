import { shippedCodes } from '../shared/failure-codes/scheme.ts';

const meanings = new Map<number, string>(shippedCodes.map(({ code, meaning }) => [code, meaning]));

/** A code's meaning, for people. */
export function meaningOf(code: number): string {
  return meanings.get(code) ?? 'a code of your own';
}
