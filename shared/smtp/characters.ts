/** Character classes of reply codes and status codes, by UTF-16 code unit. */

export const isDigit = (c: number): boolean => c >= 48 && c <= 57;

export const isAlphanumeric = (c: number): boolean =>
  isDigit(c) || (c >= 97 && c <= 122) || (c >= 65 && c <= 90);

/** The end of the run of digits that begins at `from`; not beyond `to`. */
export function digitsEnd(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && isDigit(text.charCodeAt(i))) i++;
  return i;
}
