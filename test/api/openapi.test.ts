import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenApiDocument, openApiDocument, openApiPath } from '../../shared/api/openapi.ts';
import { problems } from '../../shared/api/problem.ts';
import { routes } from '../../shared/api/routes.ts';
import { complaint, createFixture, event, type Fixture, NOON } from './fixture.ts';

const document = JSON.parse(JSON.stringify(openApiDocument()));

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  await fixture.record(
    event('gone@example.com'),
    complaint('gone@example.com'),
    ...Array.from({ length: 60 }, (_, index) => event(`user-${index}@broken.example`, { at: NOON - 60 })),
  );
  await fixture.ask('PUT', '/v1/suppressions/gone%40example.com', {
    body: { actor: 'ops', reason: 'asked by letter' },
  });
});
afterAll(() => fixture.stop());

test('it is served as it was generated', async () => {
  const { status, json } = await fixture.ask('GET', '/v1/openapi.json');
  expect(status).toBe(200);
  expect(json).toEqual(document);
});

test('it is valid OpenAPI 3.1 by the schema of the OpenAPI Initiative', async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('it describes every route and the webhook, and no other', () => {
  const described = Object.entries(openApiDocument().paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const answered = routes.map(({ method, path }) => `${method} ${openApiPath(path)}`);
  expect(described.sort()).toEqual(['POST /v1/webhooks/{source}/{key}', ...answered].sort());
});

test('every problem is named by a route that may answer it', () => {
  const text = JSON.stringify(document.paths);
  // These two are answered before a route is known.
  const early = ['not-found', 'method-not-allowed'];
  for (const name of Object.keys(problems).filter((problem) => !early.includes(problem)))
    expect(text).toContain(name);
});

describe('responses are as it describes them', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(closed(document), 'openapi');
  const who = { actor: 'ops', reason: 'why' };

  test.each([
    ['Address', 'GET', '/v1/addresses/gone%40example.com', undefined],
    ['Address', 'GET', '/v1/addresses/new%40example.com', undefined],
    ['CheckResults', 'POST', '/v1/check', { addresses: ['gone@example.com', 'no address'] }],
    ['Suppressions', 'GET', '/v1/suppressions', undefined],
    ['Address', 'PUT', '/v1/suppressions/lee%40example.com', who],
    ['Address', 'DELETE', '/v1/suppressions/lee%40example.com', who],
    ['Erased', 'DELETE', '/v1/addresses/lee%40example.com', who],
    ['Storm', 'GET', '/v1/storms/broken.example', undefined],
    ['DecidedStorm', 'POST', '/v1/storms/broken.example', { decision: 'confirm', ...who }],
    ['Codes', 'GET', '/v1/codes', undefined],
    ['Explanation', 'POST', '/v1/classify', { text: '550 5.1.1 user unknown' }],
    ['Problem', 'GET', '/v1/addresses/no-address', undefined],
  ] as const)('%s: %s %s', async (schema, method, path, body) => {
    const { json } = await fixture.ask(method, path, body === undefined ? {} : { body });
    const validate = ajv.getSchema(`openapi#/components/schemas/${schema}`);
    expect(validate).toBeTypeOf('function');
    validate?.(json);
    expect(validate?.errors ?? []).toEqual([]);
  });
});

/** The document with every object closed, so that a member which it does not describe is an error. */
function closed(original: OpenApiDocument): object {
  return JSON.parse(JSON.stringify(original), (_, value) =>
    value?.type === 'object' && value.properties ? { ...value, additionalProperties: false } : value,
  );
}
