import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi } from '../../shared/api/openapi.ts';
import { faults } from '../../shared/api/problem.ts';
import { routes } from '../../shared/api/routes.ts';
import { complaint, createFixture, event, type Fixture, NOON } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  await fixture.record(
    event('gone@example.com'),
    complaint('gone@example.com'),
    ...Array.from({ length: 60 }, (_, index) => event(`user-${index}@broken.example`, { at: NOON - 60 })),
  );
  await fixture.ask('PUT', '/v1/suppressions/gone%40example.com', {
    body: { actor: 'ops', reason: 'to be seen' },
  });
});
afterAll(() => fixture.stop());

test('it is served, and is OpenAPI 3.1', async () => {
  const { status, json } = await fixture.ask('GET', '/v1/openapi.json');
  expect(status).toBe(200);
  expect(json).toEqual(JSON.parse(JSON.stringify(openApi)));
  expect(json.openapi).toMatch(/^3\.1\./);
});

test('it describes every route of its own and the webhook, and no other', () => {
  const described = Object.entries(openApi.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const answered = routes.map(({ method, path }) => `${method} ${path}`);
  expect(described.sort()).toEqual(['POST /v1/webhooks/{source}', ...answered].sort());
});

test('every reference leads somewhere', () => {
  const names = Object.keys(openApi.components.schemas);
  for (const [, name] of JSON.stringify(openApi).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    expect(names).toContain(name);
  }
});

test('every problem is named by a route that may answer it', () => {
  const text = JSON.stringify(openApi.paths);
  // These two are answered before a route is known.
  const early = ['not-found', 'method-not-allowed'];
  for (const name of Object.keys(faults).filter((fault) => !early.includes(fault)))
    expect(text).toContain(name);
});

describe('what routes answer is what it describes', () => {
  test.each([
    ['Address', 'GET', '/v1/addresses/gone%40example.com', undefined],
    ['Address', 'GET', '/v1/addresses/new%40example.com', undefined],
    ['CheckResults', 'POST', '/v1/check', { addresses: ['gone@example.com', 'nobody'] }],
    ['Suppressions', 'GET', '/v1/suppressions', undefined],
    ['Address', 'PUT', '/v1/suppressions/lee%40example.com', { actor: 'ops', reason: 'why' }],
    ['Address', 'DELETE', '/v1/suppressions/lee%40example.com', { actor: 'ops', reason: 'why' }],
    ['Erased', 'DELETE', '/v1/addresses/lee%40example.com', undefined],
    ['Storm', 'GET', '/v1/storms/broken.example', undefined],
    [
      'DecidedStorm',
      'POST',
      '/v1/storms/broken.example',
      { decision: 'confirm', actor: 'ops', reason: 'why' },
    ],
    ['Codes', 'GET', '/v1/codes', undefined],
    ['Explanation', 'POST', '/v1/classify', { text: '550 5.1.1 user unknown' }],
    ['Problem', 'GET', '/v1/addresses/nobody', undefined],
  ] as const)('%s: %s %s', async (schema, method, path, body) => {
    const { json } = await fixture.ask(method, path, body === undefined ? {} : { body });
    expect(faultsOf(json, openApi.components.schemas[schema], schema)).toEqual([]);
  });
});

type Schema = Readonly<Record<string, unknown>>;

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As much of JSON Schema 2020-12 as the document uses. */
function faultsOf(value: unknown, schema: unknown, at: string): readonly string[] {
  if (!isSchema(schema)) return [`${at}: no schema`];
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return faultsOf(
      value,
      new Map<string, unknown>(Object.entries(openApi.components.schemas)).get(name),
      at,
    );
  }
  if (Array.isArray(schema.oneOf)) {
    const fits = schema.oneOf.filter((one) => faultsOf(value, one, at).length === 0);
    return fits.length === 1 ? [] : [`${at}: fits ${fits.length} of ${schema.oneOf.length}`];
  }
  const types = [schema.type].flat();
  if (!types.includes(typeOf(value)) && !(types.includes('number') && typeOf(value) === 'integer')) {
    return [`${at}: ${typeOf(value)} is not ${types.join(' or ')}`];
  }
  if (value === null) return [];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return [`${at}: not in its enum`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => faultsOf(item, schema.items, `${at}[${index}]`));
  if (!isSchema(value) || !isSchema(schema.properties)) return [];
  const properties = schema.properties;
  const required = Array.isArray(schema.required) ? schema.required : [];
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${at}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, member]) =>
      name in properties
        ? faultsOf(member, properties[name], `${at}.${name}`)
        : [`${at}.${name}: not described`],
    ),
  ];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
