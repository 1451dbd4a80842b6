/**
 * Every text of a request, whichever way it is written: what a reader may have a recipient from. It knows nothing
 * of the readers: JSON is searched to the bottom, forms and queries are decoded, JSON inside a text is parsed.
 */
import type { WebhookRequest } from '../../shared/providers/provider.ts';

export function textsOf({ url, body }: WebhookRequest): readonly string[] {
  const texts: string[] = [];
  const text = body.toString('utf8');
  gather(text, texts);
  for (const line of text.split('\n')) gather(line, texts);
  for (const [, value] of new URLSearchParams(text)) gather(value, texts);
  for (const part of text.split(/\r\n\r\n|\r\n--/)) gather(part, texts);
  if (URL.canParse(url)) for (const [, value] of new URL(url).searchParams) gather(value, texts);
  return texts;
}

function gather(value: unknown, into: string[]): void {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') {
      into.push(next);
      const inner = parsed(next);
      if (inner !== undefined) open.push(inner);
    } else if (typeof next === 'object' && next !== null) {
      for (const item of Object.values(next)) open.push(item);
    }
  }
}

/** The value of a text that is a JSON object, list or string. */
function parsed(text: string): unknown {
  if (!/^\s*\ufeff?\s*["[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text.replace(/^\s*\ufeff/, ''));
    return value;
  } catch {
    return undefined;
  }
}
