/**
 * The session's token. It comes in the fragment of the link that started the console, which no server sees, and is
 * kept for links opened in other tabs of the same origin. It ends with the server that made it.
 */
const KEY = 'bounce-ledger-console-token';

/**
 * Takes the token out of the address bar: `#token=...`, or `#token=...&/codes` where another page than the first is to
 * be shown. To be called before the page is chosen.
 *
 * @returns Whether there was one.
 */
export function takeTokenFromFragment(): boolean {
  const found = /^#token=([\w-]+)(?:&(.*))?$/.exec(location.hash);
  if (found?.[1] === undefined) return false;
  localStorage.setItem(KEY, found[1]);
  history.replaceState(null, '', `${location.pathname}#${found[2] ?? '/'}`);
  return true;
}

export function storedToken(): string | null {
  return localStorage.getItem(KEY);
}

/** Forgets a token that the server does not know. */
export function forgetToken(): void {
  localStorage.removeItem(KEY);
}
