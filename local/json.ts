/** JSON as it is parsed. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export function isJsonObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws SyntaxError when `text` is not JSON. */
export function parseJson(text: string): Json {
  return JSON.parse(text);
}
