import { addressSpan } from './scan.ts';

/** An at sign, or one that is percent-encoded in a URL. */
const AT = /@|%40/g;

/** The text with each address as `address`, and nothing else changed. */
export function redactAddresses(line: string): string {
  let out = '';
  let copied = 0;
  for (const { index } of line.matchAll(AT)) {
    if (index < copied) continue;
    const { start, end } = addressSpan(line, index, copied, line.length, { ideographs: true });
    if (start === index || end === index + 1) continue;
    out += `${line.slice(copied, start)}address`;
    copied = end;
  }
  return out + line.slice(copied);
}
