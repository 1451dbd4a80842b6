/** `docs/reference/http-api.md`, generated from the OpenAPI document. */
import * as v from 'valibot';
import { openApiDocument } from '../../shared/api/openapi.ts';
import { GENERATED, tableRow } from './markdown.ts';

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
      }),
    ),
    [],
  ),
  responses: v.record(v.string(), v.object({ description: v.optional(v.string(), '') })),
});
type Operation = v.InferOutput<typeof operationShape>;

/** The page of the HTTP API. */
export function apiPage(): string {
  const { paths } = openApiDocument();
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
`;
}

function sectionOf({ title, operation }: { readonly title: string; readonly operation: Operation }): string {
  const parameters = operation.parameters
    .filter(({ name }) => name !== '')
    .map(({ name, in: place, required, description }) =>
      tableRow([`\`${name}\` (${place}${required ? ', required' : ''})`, description]),
    );
  const responses = Object.entries(operation.responses).map(([status, { description }]) =>
    tableRow([status, description]),
  );
  return [
    `## ${title}`,
    operation.summary,
    operation.description,
    parameters.length === 0 ? '' : ['| parameter | meaning |', '| --- | --- |', ...parameters].join('\n'),
    ['| status | response |', '| --- | --- |', ...responses].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
