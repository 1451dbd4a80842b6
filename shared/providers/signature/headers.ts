/** A header's value without white space around it, or undefined where it is missing. `name` is in lower case. */
export function header(
  { headers }: { readonly headers: Readonly<Record<string, string>> },
  name: string,
): string | undefined {
  return Object.hasOwn(headers, name) ? headers[name]?.trim() : undefined;
}
