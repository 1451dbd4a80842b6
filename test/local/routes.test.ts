import { expect, test } from 'vitest';
import { createRouter, decodePath } from '../../local/http/routes.ts';

const route = createRouter(
  [
    'ANY /v1/webhooks/{source}',
    'ANY /v1/webhooks/ses',
    'GET /v1/webhooks/ses',
    'GET /v1/addresses/{address+}',
    'POST /v1/check',
    'GET /v1/openapi.json',
  ].map((key) => ({
    key,
    functionId: 'F',
    authorization: 'none' as const,
    scopes: [],
    issuer: '',
    audience: [],
  })),
);

test.each([
  ['GET', '/v1/webhooks/ses', 'GET /v1/webhooks/ses', {}],
  ['POST', '/v1/webhooks/ses', 'ANY /v1/webhooks/ses', {}],
  ['POST', '/v1/webhooks/other', 'ANY /v1/webhooks/{source}', { source: 'other' }],
  ['GET', '/v1/addresses/a@b.example', 'GET /v1/addresses/{address+}', { address: 'a@b.example' }],
  [
    'GET',
    '/v1/addresses/a/b\n/c@d.example',
    'GET /v1/addresses/{address+}',
    { address: 'a/b\n/c@d.example' },
  ],
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

test.each([
  ['/v1/addresses/a%40b.example', '/v1/addresses/a@b.example'],
  ['/v1/addresses/a%2541b%40c.example', '/v1/addresses/a%41b@c.example'],
  ['/v1/addresses/a%2Fb%40c.example', '/v1/addresses/a/b@c.example'],
  ['/v1/addresses/100%@d.example', null],
  ['/v1/addresses/%ff@d.example', null],
])('%s is decoded once, before the route is chosen', (sent, decoded) => {
  expect(decodePath(sent)).toBe(decoded);
});
