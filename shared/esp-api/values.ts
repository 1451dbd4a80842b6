/** Reading what ESPs write in different ways. */

import type { WebhookSpec } from './webhook-api.ts';
import { splitCredentials } from './webhook-url.ts';

/**
 * A time as ESPs write it, in milliseconds: RFC 3339, RFC 5322, Unix seconds, or a date with a space and without a zone
 * (`2013-01-01 15:30:32`), which is UTC. Null for anything else.
 */
export function timeOf(value: string | number | null | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value * 1000 : null;
  if (value === null || value === undefined || value === '') return null;
  const match =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/.exec(value);
  if (match === null) return orNull(Date.parse(value));
  const [, date, time = '', zone = 'Z'] = match;
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d\d)$/, '$1:00');
  return orNull(Date.parse(`${date}T${time.replace(/(\.\d{3})\d+$/, '$1')}${offset}`));
}

function orNull(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}

/**
 * The secret that the requests of an unsigned webhook carry in a header, and the URL without it: the secret that was
 * given, else user and password of the URL.
 */
export function carriedSecret({ url, secret }: Pick<WebhookSpec, 'url' | 'secret'>): {
  readonly url: string;
  readonly secret: string | undefined;
} {
  const { url: bare, user, password } = splitCredentials(url);
  if (secret !== undefined) return { url: bare, secret };
  return { url: bare, secret: user === '' && password === '' ? undefined : `${user}:${password}` };
}
