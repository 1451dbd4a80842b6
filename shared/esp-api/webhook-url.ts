/**
 * Whether two URLs are the same endpoint. Scheme, query, credentials, a trailing slash and the host's case are
 * ignored, because the secret of many sources stands in query or credentials. ARNs compare as they are.
 */
export function isSameEndpoint(a: string, b: string): boolean {
  return endpointOf(a) === endpointOf(b);
}

function endpointOf(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.host === '') return text;
  return url.host + url.pathname.replace(/\/+$/, '');
}

/** The URL without what may be secret: credentials and the values of its query. */
export function displayUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.host === '') return text;
  url.username = '';
  url.password = '';
  const query = [...url.searchParams.keys()].map((name) => `${name}=…`).join('&');
  url.search = '';
  url.hash = '';
  return query === '' ? url.href : `${url.href}?${query}`;
}

/** User and password of a URL, decoded, and the URL without them. */
export function splitCredentials(text: string): {
  readonly url: string;
  readonly user: string;
  readonly password: string;
} {
  const url = new URL(text);
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  return { url: url.href, user, password };
}
