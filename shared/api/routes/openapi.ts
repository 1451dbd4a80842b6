import { defineRoute } from '../route.ts';

/** The API's own description (OpenAPI 3.1), as it was generated at build. */
export const getOpenApi = defineRoute(
  {
    method: 'GET',
    path: '/v1/openapi.json',
    access: 'read',
    id: 'getOpenApi',
    summary: 'This document.',
    response: { description: 'OpenAPI 3.1.', document: null, mediaType: 'application/json' },
    problems: [],
  },
  async ({ openApi }) => ({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' },
    body: await openApi(),
  }),
);
