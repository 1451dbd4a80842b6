/**
 * The ESPs' own API documents. They are not part of the repository: they are looked for in the folder that
 * ESP_OPENAPI_DIR names, or beside the project.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from 'openapi-backend';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..', '..');
const candidates = [process.env.ESP_OPENAPI_DIR, join(root, '..', 'shared', 'esp-apis', 'openapi')];

/** Null where the documents are not at hand. */
export const documentsFolder =
  candidates.find((folder) => folder !== undefined && existsSync(folder)) ?? null;

type Json = Record<string, unknown>;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

export function readDocumentText(file: string): string {
  if (documentsFolder === null) throw new Error('The documents of the ESPs are not at hand.');
  return readFileSync(join(documentsFolder, file), 'utf8');
}

/**
 * A document with the operations whose path passes `isUsed`, each with its method and path as operation id. Swagger 2.0
 * becomes OpenAPI 3.
 */
export function readDocument(file: string, isUsed: (path: string) => boolean): Document {
  const text = readDocumentText(file);
  const whole: Json = file.endsWith('.json') ? JSON.parse(text) : parse(text, { merge: true });
  const document = whole.swagger === '2.0' ? fromSwagger2(whole) : whole;
  const paths: Json = {};
  for (const [path, item] of Object.entries(document.paths as Json)) {
    if (!isUsed(path)) continue;
    for (const method of METHODS) {
      const operation = (item as Json)[method];
      if (operation) (operation as Json).operationId = `${method.toUpperCase()} ${path}`;
    }
    paths[path] = item;
  }
  const resolved = resolve({ paths }, document, new Map()) as Json;
  return { openapi: document.openapi, info: document.info, paths: resolved.paths } as unknown as Document;
}

/**
 * The value with every reference replaced by what it names; a reference that leads to itself becomes an empty schema.
 * A type that may be null is written as OpenAPI 3.0 does, which the generator of examples understands.
 */
function resolve(value: unknown, root: Json, done: Map<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, root, done));
  if (typeof value !== 'object' || value === null) return value;
  const reference = (value as Json).$ref;
  if (typeof reference === 'string' && reference.startsWith('#/')) {
    if (!done.has(reference)) {
      done.set(reference, {});
      done.set(reference, resolve(targetOf(reference, root), root, done));
    }
    return done.get(reference);
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, resolve(inner, root, done)] as const);
  const { type, ...others } = Object.fromEntries(entries) as Json;
  if (!Array.isArray(type)) return type === undefined ? others : { ...others, type };
  const named = type.filter((name) => name !== 'null');
  const nullable = named.length < type.length ? { nullable: true } : {};
  return { ...others, ...nullable, type: named.length === 1 ? named[0] : named };
}

function targetOf(reference: string, root: Json): unknown {
  let target: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    target = (target as Json)[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return target;
}

/** The parts of Swagger 2.0 that the documents use: bodies, definitions and the schemas of answers. */
function fromSwagger2(swagger: Json): Json {
  const moved = JSON.parse(
    JSON.stringify(swagger).replaceAll('#/definitions/', '#/components/schemas/'),
  ) as Json;
  const base = String(moved.basePath ?? '').replace(/\/$/, '');
  const paths: Json = {};
  for (const [path, item] of Object.entries(moved.paths as Json)) {
    const converted: Json = {};
    for (const [method, operation] of Object.entries(item as Json)) {
      converted[method] = METHODS.includes(method) ? convertOperation(operation as Json) : operation;
    }
    paths[base + path] = converted;
  }
  const { definitions, ...info } = moved;
  return { openapi: '3.0.3', info: info.info, paths, components: { schemas: definitions } };
}

function convertOperation(operation: Json): Json {
  const parameters = (operation.parameters ?? []) as Json[];
  const body = parameters.find((parameter) => parameter.in === 'body');
  const others = parameters
    .filter((parameter) => parameter !== body)
    .map(({ name, in: place, required, description, ...schema }) => ({
      name,
      in: place,
      required,
      description,
      schema,
    }));
  const responses = Object.entries((operation.responses ?? {}) as Json).map(([status, response]) => {
    const { schema, examples, ...rest } = response as Json;
    const example = (examples as Json | undefined)?.['application/json'];
    const content = schema
      ? { content: { 'application/json': { schema, ...(example ? { example } : {}) } } }
      : {};
    return [status, { ...rest, ...content }] as const;
  });
  return {
    ...operation,
    parameters: others,
    ...(body
      ? { requestBody: { required: body.required, content: { 'application/json': { schema: body.schema } } } }
      : {}),
    responses: Object.fromEntries(responses),
  };
}
