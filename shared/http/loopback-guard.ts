/**
 * The check that every server on the loopback interface makes before anything else: no page of another web origin
 * may read from it or change anything through it.
 *
 * A browser sends any page's requests to 127.0.0.1, so that listening there alone keeps no page out. Three headers
 * tell them apart, none of which a page can set (Fetch, forbidden request-headers):
 *
 * - `Host` names the server as the page's URL does. A name that resolves to 127.0.0.1 for the occasion (DNS
 *   rebinding) is another one.
 * - `Origin` names the page's origin on every request that is not a plain GET or HEAD.
 * - `Sec-Fetch-Site` (Fetch Metadata) relates the two on every request of a current browser.
 *
 * Programs that are no browser send neither of the last two.
 */

/** What the guard reads of a request: Node's `IncomingMessage` has this shape. */
export interface GuardedRequest {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface LoopbackGuardOptions {
  /** The port that the server listens on. */
  readonly port: number;
  /**
   * Which requests of a browser are allowed. `same-origin`: those of the server's own pages, and addresses typed by
   * the user. `none`: no request that carries `Origin`, for servers that have no pages.
   *
   * @default 'same-origin'
   */
  readonly browser?: 'same-origin' | 'none';
  /**
   * Allows a link on a page elsewhere to open this path as a document of its own. Only for a page that holds no data:
   * the page with the link learns nothing of what opens, but the user's browser loads it.
   *
   * @default false
   */
  readonly linked?: boolean;
}

/**
 * Says why a request is refused.
 *
 * @returns What to change, for the `detail` of a 403; null when the request is allowed.
 * @example
 * ```ts
 * const refused = refusedByLoopbackGuard(request, { port: 3000 });
 * if (refused !== null) return respond(response, problem(403, 'forbidden-origin', refused));
 * ```
 */
export function refusedByLoopbackGuard(
  request: GuardedRequest,
  options: LoopbackGuardOptions,
): string | null {
  const { port, browser = 'same-origin', linked = false } = options;
  const hosts = loopbackHosts(port);
  const host = header(request, 'host');
  if (host === null || !hosts.includes(host.toLowerCase())) {
    return `The Host header must be one of ${hosts.join(', ')}. A proxy or tunnel must rewrite it.`;
  }
  const origin = header(request, 'origin');
  if (origin !== null && (browser === 'none' || origin.toLowerCase() !== `http://${host.toLowerCase()}`)) {
    return browser === 'none'
      ? 'This path answers programs, not web pages: send no Origin header.'
      : 'Web pages of another origin get no answer.';
  }
  const site = header(request, 'sec-fetch-site');
  if (site === null || site === 'same-origin' || site === 'none') return null;
  return linked && isNavigation(request) ? null : 'Web pages of another origin get no answer.';
}

/** The values of `Host` that name a loopback server on `port`. */
function loopbackHosts(port: number): readonly string[] {
  const suffix = port === 80 ? '' : `:${port}`;
  return ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}${suffix}`);
}

/** A document of its own in the tab: no frame, no fetch. */
function isNavigation(request: GuardedRequest): boolean {
  return (
    request.method === 'GET' &&
    header(request, 'sec-fetch-mode') === 'navigate' &&
    header(request, 'sec-fetch-dest') === 'document'
  );
}

/** A header's value; one that came several times is no value of the list that is allowed. */
function header(request: GuardedRequest, name: string): string | null {
  const value = request.headers[name];
  if (value === undefined) return null;
  return typeof value === 'string' ? value : value.join(', ');
}
