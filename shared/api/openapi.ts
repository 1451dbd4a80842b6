/** The API's description, OpenAPI 3.1, generated from the table of routes. It is made at build; no function holds this. */
import { type ConversionConfig, type JsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { sharedSchemas } from './documents.ts';
import { type ProblemName, problems } from './problem.ts';
import type { Members, NamedSchema, RouteContract } from './route.ts';
import { routes } from './routes.ts';
import { acceptedSchema, webhookOperation, webhookPath } from './webhook-operation.ts';

/** A JSON document of OpenAPI. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const problemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  detail: v.string(),
});

const conversion: ConversionConfig = {
  target: 'draft-2020-12',
  // A request is described as it is sent, before any transformation.
  typeMode: 'input',
  // What these check stands in the schemas' metadata, as JSON Schema: see schema.ts.
  ignoreActions: ['check', 'trim'],
  // The members of a union of documents exclude each other: generators of clients need to be told.
  overrideSchema: ({ valibotSchema, jsonSchema: { anyOf, ...jsonSchema } }) =>
    valibotSchema.type === 'union' && anyOf ? { ...jsonSchema, oneOf: anyOf } : undefined,
  overrideRef: ({ referenceId }) => reference(referenceId).$ref,
};

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/**
 * The OpenAPI document of the query API and the webhooks.
 * @example
 * writeFileSync('openapi.json', JSON.stringify(openApiDocument()));
 */
export function openApiDocument(): OpenApiDocument {
  const paths: Record<string, Record<string, object>> = { [webhookPath]: { post: webhookOperation } };
  for (const route of routes) {
    const path = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bounce Ledger',
      version: '1.0.0',
      description:
        'Is this address suppressed, for which list, since when, and why? Times are RFC 3339; errors are problem documents (RFC 9457). A failed read is a 503, never "not suppressed". `x-access-level` is what a caller must be granted.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: { schemas: toJsonSchemaDefs(namedSchemas(), conversion) },
  };
}

/** API Gateway's `{address+}` is OpenAPI's `{address}`. */
export function openApiPath(path: string): string {
  return path.replace('+}', '}');
}

/** Every schema that has a name of its own in the document. */
function namedSchemas(): Record<string, v.GenericSchema> {
  const named = routes.flatMap(({ response, body }) => [response.document, body ?? null]);
  return {
    ...sharedSchemas,
    Accepted: acceptedSchema,
    Problem: problemSchema,
    ...Object.fromEntries(
      named.filter((one): one is NamedSchema => one !== null).map(({ name, schema }) => [name, schema]),
    ),
    ...Object.fromEntries(
      routes.flatMap(({ statement }) =>
        statement?.in === 'body' ? [[statement.name, statement.schema] as const] : [],
      ),
    ),
  };
}

function operationOf(route: RouteContract): object {
  const { id, summary, description, access, response, body, statement } = route;
  const requestBody = body ?? (statement?.in === 'body' ? statement : undefined);
  const parameters = parametersOf(route);
  const text = [description, statement && elsewhere(statement.in)].filter(Boolean).join('\n\n');
  return {
    operationId: id,
    summary,
    ...(text !== '' && { description: text }),
    'x-access-level': access,
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && {
      requestBody: { required: true, content: jsonContent(reference(requestBody.name)) },
    }),
    responses: {
      200: {
        description: response.description,
        ...(response.etag && { headers: { ETag: ETAG } }),
        content:
          response.document === null
            ? { [response.mediaType ?? 'application/json']: {} }
            : jsonContent(reference(response.document.name)),
      },
      ...problemResponses(problemsOf(route)),
    },
  };
}

const ETAG = { description: "The record's revision.", schema: { type: 'string' } };

/** Where else a statement may come, since not every client can send a body with DELETE. */
function elsewhere(documented: 'query' | 'body'): string {
  return documented === 'query'
    ? 'The parameters may come as members of a JSON body instead.'
    : 'The members may come as parameters of the query instead.';
}

const jsonContent = (schema: object) => ({ 'application/json': { schema } });

function parametersOf({ parameter, query, statement, ifMatch }: RouteContract): object[] {
  return [
    ...(parameter ? [{ ...parameter, in: 'path', required: true }] : []),
    ...(query ? queryParameters(query) : []),
    ...(statement?.in === 'query' ? queryParameters(statement.schema) : []),
    ...(ifMatch ? [ifMatchParameter] : []),
  ];
}

function queryParameters(members: Members): object[] {
  const { properties = {}, required = [] } = toJsonSchemaDefs({ members }, conversion).members ?? {};
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

const ifMatchParameter = {
  name: 'If-Match',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description:
    'The ETag that the change is made against, or several; 412 when the record has another revision.',
};

function problemsOf({
  access,
  problems: own,
  body,
  statement,
  ignoresQuery,
}: RouteContract): readonly ProblemName[] {
  const withBody: readonly ProblemName[] =
    body || statement ? ['invalid-body', 'body-too-large', 'unsupported-media-type'] : [];
  const guarded: readonly ProblemName[] = access === 'public' ? [] : ['forbidden'];
  const withQuery: readonly ProblemName[] = ignoresQuery ? [] : ['invalid-parameter'];
  return [...new Set<ProblemName>([...withQuery, ...guarded, ...own, ...withBody, 'unavailable'])];
}

/** The problem documents that a route may answer, one response a status. */
function problemResponses(names: readonly ProblemName[]): Record<string, object> {
  const byStatus = Map.groupBy(names, (name): number => problems[name]);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      String(status),
      {
        description: `Problem: ${same.join(', ')}.`,
        content: { 'application/problem+json': { schema: reference('Problem') } },
      },
    ]),
  );
}
