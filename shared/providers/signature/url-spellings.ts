const PARTS = /^(https?):\/\/([^/?#]*)([^?#]*)(.*)$/i;

/**
 * The ways in which one URL may have been configured, for an ESP that signs it as configured: HTTP leaves out the
 * standard port, and proxies add or take the slash at the end of the path. The URL as it is comes first.
 */
export function urlSpellings(url: string): readonly string[] {
  const [, scheme = '', host = '', path = '', query = ''] = PARTS.exec(url) ?? [];
  if (host === '') return [url];
  const port = scheme.toLowerCase() === 'https' ? ':443' : ':80';
  const bare = host.endsWith(port) ? host.slice(0, -port.length) : host;
  const hosts = /:\d+$/.test(bare) ? [bare] : [bare, `${bare}${port}`];
  const paths = path.endsWith('/') ? [path, path.slice(0, -1)] : [path, `${path}/`];
  const others = hosts.flatMap((name) => paths.map((end) => `${scheme}://${name}${end}${query}`));
  return [url, ...others.filter((other) => other !== url)];
}

/** The spellings with the credentials that came as a header (RFC 7617): a URL's own are signed, and never sent in it. */
export function withCredentials(urls: readonly string[], userAndPassword: string): readonly string[] {
  const [user = '', ...password] = userAndPassword.split(':');
  const encoded = [user, password.join(':')].map(encodeURIComponent).join(':');
  const spellings = encoded === userAndPassword ? [encoded] : [userAndPassword, encoded];
  return urls.flatMap((url) => spellings.map((text) => url.replace('://', () => `://${text}@`)));
}
