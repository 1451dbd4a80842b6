/** `docs/reference/http-api.md`, generated from the OpenAPI document. */
import * as v from 'valibot';
import { openApiDocument } from '../../shared/api/openapi.ts';
import { GENERATED, tableRow } from './markdown.ts';
import { meaningOf, membersOf, schemaShape, typeInWords } from './schema-table.ts';

const contentShape = v.optional(v.record(v.string(), v.object({ schema: v.optional(schemaShape, {}) })), {});

const operationShape = v.object({
  summary: v.optional(v.string(), ''),
  description: v.optional(v.string(), ''),
  'x-access-level': v.optional(v.string()),
  parameters: v.optional(
    v.array(
      v.object({
        name: v.optional(v.string(), ''),
        in: v.optional(v.string(), ''),
        required: v.optional(v.boolean(), false),
        description: v.optional(v.string(), ''),
        schema: v.optional(schemaShape, {}),
      }),
    ),
    [],
  ),
  requestBody: v.optional(v.object({ content: contentShape })),
  responses: v.record(
    v.string(),
    v.object({ description: v.optional(v.string(), ''), content: contentShape }),
  ),
});
type Operation = v.InferOutput<typeof operationShape>;

/** The page of the HTTP API. */
export function apiPage(): string {
  const { paths, components } = openApiDocument();
  const schemas = v.parse(v.record(v.string(), schemaShape), components.schemas);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      title: `${method.toUpperCase()} ${path}`,
      operation: v.parse(operationShape, operation),
    })),
  );
  return `# HTTP API

${GENERATED}

The same as an OpenAPI 3.1 document is at \`/v1/openapi.json\`. Times are RFC 3339; errors are problem documents (RFC 9457). A
failed read is a 503, never "not suppressed". Callers sign with SigV4 (service \`execute-api\`) or send the JWT of the configured
issuer; the level of each route is granted apart ([Grant access](../how-to/grant-access.md)).

| route | what | level |
| --- | --- | --- |
${operations
  .map(({ title, operation }) =>
    tableRow([`\`${title}\``, operation.summary, operation['x-access-level'] ?? 'none']),
  )
  .join('\n')}

${operations.map(sectionOf).join('\n\n')}

# Documents

${Object.entries(schemas).map(documentOf).join('\n\n')}
`;
}

function sectionOf({ title, operation }: { readonly title: string; readonly operation: Operation }): string {
  const parameters = operation.parameters
    .filter(({ name }) => name !== '')
    .map(({ name, in: place, required, description, schema }) =>
      tableRow([
        `\`${name}\` (${place}${required ? ', required' : ''})`,
        description || meaningOf(schema) || typeInWords(schema),
      ]),
    );
  const responses = Object.entries(operation.responses).map(([status, { description, content }]) =>
    tableRow([status, Number(status) < 300 ? `${description} ${typeOf(content)}`.trim() : description]),
  );
  const body = operation.requestBody === undefined ? '' : typeOf(operation.requestBody.content);
  return [
    `## ${title}`,
    operation.summary,
    operation.description,
    parameters.length === 0 ? '' : ['| parameter | meaning |', '| --- | --- |', ...parameters].join('\n'),
    body === '' ? '' : `Body: ${body}.`,
    ['| status | response |', '| --- | --- |', ...responses].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

type Content = Operation['responses'][string]['content'];

/** The document of a JSON body; what is not JSON has none. */
function typeOf(content: Content): string {
  const { schema } = content['application/json'] ?? {};
  return schema?.$ref === undefined ? '' : typeInWords(schema);
}

function documentOf([name, schema]: readonly [string, v.InferOutput<typeof schemaShape>]): string {
  const members = membersOf(schema).map(({ path, type, meaning }) =>
    tableRow([`\`${path}\``, type, meaning]),
  );
  return [
    `## ${name}`,
    schema.description ?? '',
    members.length === 0
      ? `${typeInWords(schema)}`
      : ['| member | type | meaning |', '| --- | --- | --- |', ...members].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
