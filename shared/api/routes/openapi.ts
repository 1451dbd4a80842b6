import { json } from '../http.ts';
import { noParameters, readQuery } from '../input.ts';
import type { Route } from '../route.ts';

/** The API's own description (OpenAPI 3.1). */
export const getOpenApi: Route = {
  method: 'GET',
  path: '/v1/openapi.json',
  async handle(_parts, request) {
    readQuery(request, noParameters);
    const { openApi } = await import('../openapi.ts');
    return json(200, openApi, { 'cache-control': 'public, max-age=3600' });
  },
};
