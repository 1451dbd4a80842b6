import { errorName } from '../error-name.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import { Fault, problemResponse } from './problem.ts';
import type { ApiDeps, Route } from './route.ts';
import { routes } from './routes.ts';

/**
 * Makes the query API: requests in, answers out. It never rejects; a store that fails is a 503, and so no
 * failed read is ever taken for "not suppressed".
 */
export function createApi(parts: ApiDeps): (request: ApiRequest) => Promise<ApiResponse> {
  return async (request) => {
    try {
      const { route, parameter } = routeOf(request);
      return await route.handle(parts, request, parameter);
    } catch (error) {
      if (error instanceof Fault) return problemResponse(error);
      parts.note?.(errorName(error));
      return problemResponse(
        new Fault('unavailable', 'Nothing is known about the address now. Ask again in a moment.', {
          'retry-after': '1',
        }),
      );
    }
  };
}

/** @throws Fault */
function routeOf(request: ApiRequest): { route: Route; parameter: string } {
  const found = routes.flatMap((route) => {
    const parameter = matched(route.path, request.path);
    return parameter === null ? [] : [{ route, parameter }];
  });
  const match = found.find(({ route }) => route.method === request.method);
  if (match) return match;
  if (found.length === 0) throw new Fault('not-found', 'The routes are listed at /v1/openapi.json.');
  const allow = found.map(({ route }) => route.method).join(', ');
  throw new Fault('method-not-allowed', `Use one of: ${allow}.`, { allow });
}

/** The parameter at the path's end (empty where the route has none), or null when the route is another. */
function matched(template: string, path: string): string | null {
  const open = template.indexOf('{');
  if (open < 0) return path === template ? '' : null;
  if (!path.startsWith(template.slice(0, open)) || path.length === open) return null;
  return decoded(path.slice(open));
}

/** Gateways differ in whether a path comes decoded; what is no percent-encoding is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
