import { EspApiError } from './errors.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The base URL of an API. Keys travel over HTTPS, and in the clear to this machine only.
 * @throws EspApiError of kind `settings`.
 */
export function baseOf(provider: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))) &&
    url.username === '' &&
    url.search === '' &&
    url.hash === '';
  if (isSafe) return url;
  const message =
    'Invalid base URL of the API: it needs https (http for this machine only), a host, and neither credentials nor a query.';
  throw new EspApiError({ kind: 'settings', provider, message });
}

/**
 * The environment variable that replaces the base URL of an ESP's API.
 * @example apiUrlVariable('unisender-go') // 'BOUNCE_LEDGER_API_URL_UNISENDER_GO'
 */
export function apiUrlVariable(provider: string): string {
  return `BOUNCE_LEDGER_API_URL_${provider.toUpperCase().replaceAll('-', '_')}`;
}
