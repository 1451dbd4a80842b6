/** AWS's name for a fault, from a JSON (`__type`) or XML (`<Code>`) error document; undefined where it gives none. */
export function awsErrorCode(document: Buffer | string): string | undefined {
  const text = typeof document === 'string' ? document : document.toString('utf8', 0, 4_096);
  const named = /"(?:__type|code)"\s*:\s*"(?:[^"#]*#)?([^"]+)"|<Code>([^<]+)<\/Code>/.exec(text);
  return named?.[1] ?? named?.[2];
}
