/** The webhook that a source should have at its ESP. */
import type { SourceSecrets } from '../aws/secrets.ts';
import type { SetupGuide } from '../providers/guide.ts';
import type { DesiredWebhook } from './types.ts';

/** The URL of a webhook. `key` is its unguessable part. */
export function webhookUrl(apiUrl: string, source: string, key: string): string {
  return `${apiUrl}/v1/webhooks/${source}/${key}`;
}

/**
 * Its URL, with the secret where the ESP's requests carry it. Webhooks at the URLs of a rotation that is open are the
 * source's, too: they are moved.
 *
 * @param way - how the secret gets from one to the other, by the ESP's guide
 * @param url - with the newest key at its end
 */
export function desiredWebhook(
  source: string,
  way: SetupGuide['secret'],
  url: string,
  { secrets, urlKeys }: SourceSecrets,
): DesiredWebhook {
  const [secret, former] = secrets;
  const named = { name: `bounce-ledger ${source}`, isKeyStored: secret !== undefined };
  const base = url.slice(0, url.lastIndexOf('/') + 1);
  const earlier = urlKeys.slice(1).map((key) => `${base}${key}`);
  if (way.from === 'esp' || secret === undefined)
    return { url, ...named, ...(earlier.length > 0 && { formerUrls: earlier }) };
  const carrying = (value: string) => urlCarrying(url, way.how, value);
  const formerUrls = former === undefined ? earlier : [...earlier, carrying(former)];
  return {
    url: carrying(secret),
    ...named,
    ...(formerUrls.length > 0 && { formerUrls }),
    ...(way.how === 'header' && { secret }),
  };
}

function urlCarrying(text: string, how: 'basic' | 'url' | 'header' | 'field', secret: string): string {
  const url = new URL(text);
  if (how === 'url') url.searchParams.set('secret', secret);
  if (how === 'basic') {
    url.username = 'ledger';
    url.password = secret;
  }
  return url.href;
}
