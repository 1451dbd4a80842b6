/** Pages by the URL's fragment: `#/suppressions?list=news`. The server sees none of it. */
import { useEffect, useState } from 'preact/hooks';

export const pageNames = [
  'overview',
  'address',
  'suppressions',
  'sources',
  'dead-letters',
  'drift',
  'codes',
] as const;
export type PageName = (typeof pageNames)[number];

/** A page with its argument and its settings. */
export interface Route {
  /** Null for a fragment that names no page. */
  readonly page: PageName | null;
  /** What follows the page's name, decoded: the address of `#/address/ann%40example.com`; empty without one. */
  readonly argument: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Reads a fragment, with its `#`. */
export function parseRoute(fragment: string): Route {
  const [path = '', search = ''] = fragment.replace(/^#?\/?/, '').split('?', 2);
  const slash = path.indexOf('/');
  const name = slash < 0 ? path : path.slice(0, slash);
  const known = pageNames.find((page) => page === name);
  return {
    page: known ?? (name === '' ? 'overview' : null),
    argument: slash < 0 ? '' : decoded(path.slice(slash + 1)),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The link to a page. Settings without a value are left out. */
export function linkTo(
  page: PageName,
  argument = '',
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  const path = page === 'overview' ? '' : page;
  return `#/${path}${argument === '' ? '' : `/${encodeURIComponent(argument)}`}${search.size === 0 ? '' : `?${search}`}`;
}

export function goTo(link: string): void {
  location.hash = link;
}

/** Changes the settings of the page that is shown, without a step of its own in the history. */
export function replaceLink(link: string): void {
  history.replaceState(null, '', link);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The route of the address bar. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const update = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return route;
}
