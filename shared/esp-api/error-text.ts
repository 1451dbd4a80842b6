import { redact } from '../classifier/redact.ts';

const MAX_ERROR_TEXT = 200;

/** Where ESPs put the text of an error, in the order in which it is looked for. */
const TEXT_KEYS = [
  'message',
  'Message',
  'ErrorMessage',
  'Reason',
  'detail',
  'description',
  'Description',
  'error_description',
  'errors',
  'error',
  'Error',
  'data',
  'title',
  'text',
];

/** The text of an error answer; undefined where it has none. Bounded in depth and length. */
export function errorTextIn(body: unknown, depth = 0): string | undefined {
  if (typeof body === 'string') return body.trim() === '' ? undefined : body;
  if (depth > 4 || typeof body !== 'object' || body === null) return undefined;
  if (Array.isArray(body)) return errorTextIn(body[0], depth + 1);
  for (const key of TEXT_KEYS) {
    const found = errorTextIn((body as Record<string, unknown>)[key], depth + 1);
    if (found !== undefined) return found;
  }
  // Validation errors by field: `{"email": ["is invalid"]}`.
  return depth === 0 ? undefined : errorTextIn(Object.values(body)[0], depth + 1);
}

/** An ESP's text fit for a message: without the key in any form, addresses and tokens, one line, bounded. */
export function fitToPrint(text: string, secrets: readonly string[]): string {
  let clean = text.slice(0, 4_096);
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, '[key]');
  return redact(clean, { maxLength: MAX_ERROR_TEXT });
}
