/** Where an address inside a text begins and ends. */
import { unitAt } from './unit-at.ts';

/** A character that ends an address: white space, brackets, quotes, list marks. */
function endsAddress(c: number): boolean {
  return c <= 32 || c === 60 || c === 62 || c === 40 || c === 41 || c === 91 || c === 93 || isListMark(c);
}

/** Scripts that are written without spaces touch the addresses they speak of. */
const IDEOGRAPHS = 0x2e80;

function isListMark(c: number): boolean {
  return c === 34 || c === 39 || c === 44 || c === 58 || c === 59 || c >= IDEOGRAPHS;
}

/** Where the address begins whose at sign stands at `at`; not before `from`. */
export function addressStart(text: string, at: number, from: number): number {
  let i = at;
  while (i > from && !endsAddress(unitAt(text, i - 1))) i--;
  return text.startsWith('//', i) ? inUrl(text, at, i) : i;
}

/** Where an address begins that a URL carries: what stands before it names whose page it is. */
function inUrl(text: string, at: number, from: number): number {
  let i = at;
  while (i > from && !'/?&='.includes(text.charAt(i - 1))) i--;
  return i;
}

/** Where it ends; not behind `end`. */
export function addressEnd(text: string, at: number, end: number): number {
  let i = at + 1;
  while (i < end && !endsAddress(unitAt(text, i))) i++;
  return i;
}
