/**
 * A text as the part of a regular expression that matches it alone, also under the flag `u`. `RegExp.escape` does it from
 * Node 24 on.
 */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
