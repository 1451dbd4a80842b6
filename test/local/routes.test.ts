import { expect, test } from 'vitest';
import { createRouter } from '../../local/http/routes.ts';

const route = createRouter(
  [
    'ANY /v1/webhooks/{source}',
    'ANY /v1/webhooks/ses',
    'GET /v1/webhooks/ses',
    'GET /v1/addresses/{address+}',
    'POST /v1/check',
    'GET /v1/openapi.json',
  ].map((key) => ({ key, functionId: 'F', authorization: 'none' as const })),
);

test.each([
  ['GET', '/v1/webhooks/ses', 'GET /v1/webhooks/ses', {}],
  ['POST', '/v1/webhooks/ses', 'ANY /v1/webhooks/ses', {}],
  ['POST', '/v1/webhooks/other', 'ANY /v1/webhooks/{source}', { source: 'other' }],
  ['GET', '/v1/addresses/a%40b.example', 'GET /v1/addresses/{address+}', { address: 'a@b.example' }],
  ['GET', '/v1/addresses/a/b%2Fc@d.example', 'GET /v1/addresses/{address+}', { address: 'a/b/c@d.example' }],
  ['GET', '/v1/addresses/100%@d.example', 'GET /v1/addresses/{address+}', { address: '100%@d.example' }],
])('%s %s takes the most specific route', (method, path, key, pathParameters) => {
  expect(route(method, path)).toMatchObject({ route: { key }, pathParameters });
});

test.each([
  ['GET', '/v1/check'],
  ['POST', '/v1/check/'],
  ['POST', '/v1/checks'],
  ['GET', '/v1/openapiXjson'],
  ['POST', '/v1/webhooks/'],
  ['POST', '/v1/webhooks/a/b'],
])('%s %s has no route', (method, path) => {
  expect(route(method, path)).toBeNull();
});
