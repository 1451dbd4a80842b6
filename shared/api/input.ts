/** Reads what a request brings: its body and its query, in the shape that its route describes. */
import * as v from 'valibot';
import type { ApiRequest } from './http.ts';
import { ApiError } from './problem.ts';

/** One MiB: 1,000 addresses of the greatest length are a third of it. */
const MAX_BODY_BYTES = 1_048_576;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The request's JSON body in the shape of `schema`. Unknown members are refused, so that a misspelt one is noticed.
 * @throws ApiError
 */
export function readBody<const Schema extends v.GenericSchema>(
  request: ApiRequest,
  schema: Schema,
): v.InferOutput<Schema> {
  const type = request.headers['content-type'];
  if (type !== undefined && !/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new ApiError('unsupported-media-type', 'Send the body as application/json.');
  }
  return validated(schema, parse(request.body), 'invalid-body');
}

/** The query's parameters in the shape of `schema`. @throws ApiError */
export function readQuery<const Schema extends v.GenericSchema>(
  request: ApiRequest,
  schema: Schema,
): v.InferOutput<Schema> {
  if (request.repeated) {
    throw new ApiError('invalid-parameter', 'A name stands twice in the query; give each once.');
  }
  return validated(schema, { ...request.query }, 'invalid-parameter');
}

const anyObject = v.record(v.string(), v.unknown());

/**
 * What a change states, in the shape of `schema`: by its JSON body, its query, or both, since not every client can give
 * a DELETE a body. A name in both would leave one of its values ignored, and is refused.
 * @throws ApiError
 */
export function readStatement<const Schema extends v.GenericSchema>(
  request: ApiRequest,
  schema: Schema,
): v.InferOutput<Schema> {
  if (request.body.length === 0) return readQuery(request, schema);
  const body = readBody(request, anyObject);
  const query = readQuery(request, anyObject);
  if (Object.keys(query).some((name) => Object.hasOwn(body, name))) {
    throw new ApiError(
      'invalid-parameter',
      'A name stands in the body and in the query; give it in one of them.',
    );
  }
  return validated(schema, { ...query, ...body }, 'invalid-body');
}

function validated<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  problem: 'invalid-body' | 'invalid-parameter',
): v.InferOutput<Schema> {
  if (Array.isArray(value)) throw new ApiError(problem, 'Send a JSON object as the body, not an array.');
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new ApiError(problem, describeIssue(result.issues[0]));
}

function parse(body: Buffer): unknown {
  if (body.length > MAX_BODY_BYTES) {
    throw new ApiError('body-too-large', `Send at most ${MAX_BODY_BYTES} bytes; split the request.`);
  }
  if (body.length === 0) throw new ApiError('invalid-body', 'Send a JSON object as the body.');
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new ApiError('invalid-body', 'The body is not JSON in UTF-8.');
  }
}

/** Names the invalid part and what it must be; quotes no value, and no name that a request made up. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return 'It holds a name this request does not have; see /v1/openapi.json.';
  }
  const path = v.getDotPath(issue);
  const part = path === null ? 'The body' : `"${path}"`;
  if (issue.received === 'undefined') return `${part} is missing.`;
  return issue.kind === 'schema'
    ? `${part} must be ${describeType(issue.expected)}.`
    : `${part} ${issue.message}`;
}

const typeNames: Readonly<Record<string, string>> = {
  Array: 'an array',
  Object: 'an object',
  string: 'a string',
};

/** What a schema expects, in words: valibot writes `("dismiss" | "confirm")`. */
function describeType(expected: string | null): string {
  if (expected === null) return 'another';
  const choices = expected.replace(/^\(|\)$/g, '').split(' | ');
  return choices.map((choice) => typeNames[choice] ?? choice).join(' or ');
}
