import { errorName } from '../error-name.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import { ApiError, problemResponse } from './problem.ts';
import type { ApiDeps, Route } from './route.ts';
import { routes } from './routes.ts';

/** The methods that lead to a route. HEAD is GET without a body (RFC 9110, 9.3.2). */
export function methodsOf({ method }: Pick<Route, 'method'>): ReadonlyArray<Route['method'] | 'HEAD'> {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}

/** The levels of the routes that a function answers. */
export const readingLevels: readonly Route['access'][] = ['read', 'list'];
export const changingLevels: readonly Route['access'][] = ['write', 'erase', 'public'];

/**
 * Makes the query API: requests in, responses out. It never rejects; a store that fails is a 503, so that no failed
 * read is ever taken for "not suppressed".
 * @param levels of the routes that it answers; others are answered as if they had no such method
 */
export function createApi(
  deps: ApiDeps,
  levels: readonly Route['access'][] = [...readingLevels, ...changingLevels],
): (request: ApiRequest) => Promise<ApiResponse> {
  /** By the keys under which a gateway knows them. */
  const routesByKey: ReadonlyMap<string, Route> = new Map(
    routes
      .filter(({ access }) => levels.includes(access))
      .flatMap((route) => methodsOf(route).map((method) => [`${method} ${route.path}`, route])),
  );
  return async (request) => {
    const response = await respond(deps, routesByKey.get(request.routeKey), request);
    return request.method === 'HEAD' ? { ...response, body: '' } : response;
  };
}

async function respond(deps: ApiDeps, route: Route | undefined, request: ApiRequest): Promise<ApiResponse> {
  try {
    if (route === undefined) throw noRoute(request.path);
    return await route.handle(deps, request);
  } catch (error) {
    if (error instanceof ApiError) return problemResponse(error);
    deps.onError?.(errorName(error));
    return problemResponse(
      new ApiError('unavailable', 'The ledger cannot be read or written now. Try again in a moment.', {
        'retry-after': '1',
      }),
    );
  }
}

/** 405 where the path has routes of other methods, else 404. */
function noRoute(path: string): ApiError {
  const allow = routes.filter((route) => patternOf(route).test(path)).flatMap(methodsOf);
  if (allow.length === 0) return new ApiError('not-found', 'The routes are listed at /v1/openapi.json.');
  return new ApiError('method-not-allowed', `Use one of: ${allow.join(', ')}.`, { allow: allow.join(', ') });
}

/** `/v1/addresses/{address+}` as an expression. */
function patternOf({ path }: Route): RegExp {
  const escaped = path.replace(/[.]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{\w+\+\}$/, '.+').replace(/\{\w+\}/g, '[^/]+')}$`);
}
