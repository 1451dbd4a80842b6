import * as v from 'valibot';
import type { EspCall, EspHttp } from './http-client.ts';

/** The answer of a token endpoint (RFC 6749, 5.1), or its refusal (5.2), which some send with status 200. */
export const tokenAnswer = v.pipe(
  v.looseObject({
    access_token: v.optional(v.pipe(v.string(), v.minLength(1))),
    expires_in: v.optional(v.union([v.number(), v.pipe(v.string(), v.toNumber())])),
    error: v.optional(v.string()),
  }),
  v.check(({ access_token, error }) => access_token !== undefined || error !== undefined, 'no token'),
);

/** A token is renewed this long before it expires. */
const MARGIN_MS = 60_000;
const DEFAULT_LIFETIME_SECONDS = 600;

/**
 * An OAuth access token (RFC 6749), requested on first use and renewed before it expires.
 * @param http the client of the token endpoint, which sends no other credentials.
 */
export function oauthToken(
  http: EspHttp,
  call: Pick<EspCall<unknown>, 'path' | 'form' | 'json'>,
): () => Promise<string> {
  let current: { readonly token: Promise<string>; until: number } | null = null;

  async function ask(): Promise<{ token: string; lifetimeMs: number }> {
    const answer = await http.request({
      operation: 'read-settings',
      method: 'POST',
      ...call,
      answer: tokenAnswer,
      repeatable: true,
    });
    if (answer.access_token === undefined) {
      throw http.error(
        'unauthorized',
        'The token endpoint refused the client. Check all parts of the API key.',
      );
    }
    return { token: answer.access_token, lifetimeMs: (answer.expires_in ?? DEFAULT_LIFETIME_SECONDS) * 1000 };
  }

  return () => {
    const now = http.deps.now();
    if (current !== null && now < current.until) return current.token;
    const asked = ask();
    const entry = { token: asked.then(({ token }) => token), until: now + MARGIN_MS };
    current = entry;
    asked.then(
      ({ lifetimeMs }) => {
        entry.until = now + Math.max(0, lifetimeMs - MARGIN_MS);
      },
      () => {
        if (current === entry) current = null;
      },
    );
    return entry.token;
  };
}
