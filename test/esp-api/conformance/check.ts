/** Holds what was sent and answered against an ESP's document. */
import addFormats from 'ajv-formats';
import { type Document, OpenAPIBackend, type Operation } from 'openapi-backend';
import type { Exchange, FakeRequest } from '../fake-server.ts';

type Json = Record<string, unknown>;

export class DocumentCheck {
  readonly #backend: OpenAPIBackend;

  private constructor(backend: OpenAPIBackend) {
    this.#backend = backend;
  }

  static async of(document: Document, apiRoot = '/'): Promise<DocumentCheck> {
    const backend = new OpenAPIBackend({
      definition: structuredClone(document),
      apiRoot,
      quick: true,
      strict: false,
      ajvOpts: { strict: false, allErrors: true },
      customizeAjv: (ajv) => {
        addFormats.default(ajv);
        // Formats that some documents have and JSON Schema has not.
        for (const format of ['uint32', 'uint64', 'int64', 'hostname', 'url', 'uri', 'active-uri'])
          ajv.addFormat(format, true);
        return ajv;
      },
    });
    await backend.init();
    return new DocumentCheck(backend);
  }

  operationOf(request: FakeRequest): Operation | undefined {
    return this.#backend.matchOperation(asRequest(request));
  }

  /** What is wrong with the request; empty when it is as documented. */
  requestFaults(request: FakeRequest): string[] {
    const operation = this.operationOf(request);
    if (operation === undefined) return [`${request.method} ${request.path} is not documented`];
    const result = this.#backend.validateRequest(asRequest(request), operation);
    const faults = (result.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${operation.operationId}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
    return [...faults, ...this.#unknownQuery(request, operation), ...this.#unknownFields(request, operation)];
  }

  /** What is wrong with the answer of the fake, which must answer as the ESP does. */
  answerFaults({ request, answer }: Exchange): string[] {
    const operation = this.operationOf(request);
    if (operation?.operationId === undefined || answer?.json === undefined) return [];
    const response = operation.responses?.[String(answer.status)];
    if (response === undefined) return [];
    const result = this.#backend.validateResponse(
      JSON.parse(JSON.stringify(answer.json)),
      operation.operationId,
      answer.status,
    );
    return (result.errors ?? []).map(
      ({ instancePath, message }) => `${operation.operationId} ${answer.status}: ${instancePath} ${message}`,
    );
  }

  /** The document's own example of the answer. */
  exampleOf(request: FakeRequest): { status: number; body: unknown } | null {
    const operation = this.operationOf(request);
    if (operation?.operationId === undefined) return null;
    const { status, mock } = this.#backend.mockResponseForOperation(operation.operationId);
    return { status, body: mock };
  }

  #unknownQuery({ query }: FakeRequest, operation: Operation): string[] {
    const known = new Set(
      (operation.parameters ?? []).map((parameter) => ('name' in parameter ? parameter.name : '')),
    );
    return [...new Set(query.keys())]
      .filter((name) => !known.has(name))
      .map((name) => `${operation.operationId}: the query parameter ${name} is not documented`);
  }

  #unknownFields({ body, headers }: FakeRequest, operation: Operation): string[] {
    const content = ((operation.requestBody ?? {}) as Json).content as Json | undefined;
    const type = (headers['content-type'] ?? '').split(';')[0] ?? '';
    const schema = (content?.[type] as Json | undefined)?.schema;
    if (body === '' || schema === undefined) return [];
    const value: unknown =
      type === 'application/json' ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
    return this.#unknownIn(schema as Json, value, '').map(
      (field) => `${operation.operationId}: the field ${field} is not documented`,
    );
  }

  /** Fields of a value that its schema does not name. */
  #unknownIn(schema: Json, value: unknown, at: string, depth = 0): string[] {
    if (depth > 8 || value === null) return [];
    if (Array.isArray(value)) {
      const items = schema.items as Json | undefined;
      return items === undefined
        ? []
        : value.flatMap((item) => this.#unknownIn(items, item, `${at}[]`, depth + 1));
    }
    if (typeof value !== 'object') return [];
    const properties = this.#propertiesOf(schema);
    if (properties === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => {
      const field = properties[name];
      return field === undefined
        ? [`${at}.${name}`]
        : this.#unknownIn(field as Json, inner, `${at}.${name}`, depth + 1);
    });
  }

  /** All named properties, through allOf, oneOf and anyOf; null where any name is allowed. */
  #propertiesOf(schema: Json): Json | null {
    const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((key) => (schema[key] as Json[] | undefined) ?? []);
    const all: Json = { ...((schema.properties as Json | undefined) ?? {}) };
    for (const part of parts) Object.assign(all, this.#propertiesOf(part) ?? {});
    return Object.keys(all).length === 0 ? null : all;
  }
}

function asRequest(request: FakeRequest) {
  const { method, path, query, headers, body } = request;
  const values: Record<string, string | string[]> = {};
  for (const name of query.keys()) {
    const all = query.getAll(name);
    values[name] = all.length > 1 ? all : (all[0] ?? '');
  }
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const sent = isForm ? fieldsOf(body) : body;
  return { method, path, query: values, headers: headers as Record<string, string | string[]>, body: sent };
}

function fieldsOf(body: string): Record<string, string | string[]> {
  const form = new URLSearchParams(body);
  const names = [...new Set(form.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const all = form.getAll(name);
      return [name, all.length > 1 ? all : (all[0] ?? '')];
    }),
  );
}
