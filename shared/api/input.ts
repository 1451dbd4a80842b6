/** Reads what a request brings: its body and its query, in the shape a route asks for. */
import * as v from 'valibot';
import { MAX_NAME_LENGTH } from '../ledger/kept-event.ts';
import type { ApiRequest } from './http.ts';
import { Fault } from './problem.ts';

/** One MiB: 1,000 addresses of the greatest length are a third of it. */
const MAX_BODY_BYTES = 1_048_576;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The request's JSON body in the shape of `schema`; unknown members are refused, so that a misspelt one is noticed.
 * @throws Fault
 */
export function readBody<const Schema extends v.GenericSchema>(
  request: ApiRequest,
  schema: Schema,
): v.InferOutput<Schema> {
  const type = request.headers['content-type'];
  if (type !== undefined && !/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new Fault('unsupported-media-type', 'Send the body as application/json.');
  }
  return validated(schema, parse(request.body), 'invalid-body');
}

/**
 * What a change is told, in the shape of `schema`: by its JSON body, by its query, or by both, since not every client
 * can give a DELETE a body. A member that came twice would leave one of its values unheeded, and is refused.
 * @throws Fault
 */
export function readStatement<const Schema extends v.GenericSchema>(
  request: ApiRequest,
  schema: Schema,
): v.InferOutput<Schema> {
  if (request.body.length === 0) return readQuery(request, schema);
  const body = readBody(request, anyObject);
  const asked = readQuery(request, anyObject);
  if (Object.keys(asked).some((name) => Object.hasOwn(body, name))) {
    throw new Fault(
      'invalid-parameter',
      'A name stands in the body and in the query; give it in one of them.',
    );
  }
  return validated(schema, { ...asked, ...body }, 'invalid-body');
}

const anyObject = v.record(v.string(), v.unknown());

/** The query's parameters in the shape of `schema`. @throws Fault */
export function readQuery<const Schema extends v.GenericSchema>(
  request: ApiRequest,
  schema: Schema,
): v.InferOutput<Schema> {
  if (request.repeated) {
    throw new Fault('invalid-parameter', 'A name stands twice in the query; give each once.');
  }
  return validated(schema, { ...request.query }, 'invalid-parameter');
}

/** A query without parameters. */
export const noParameters = v.strictObject({});

/** A boolean in a query; false unless told. */
export const flag = v.pipe(
  v.optional(v.picklist(['true', 'false']), 'false'),
  v.transform((text) => text === 'true'),
);

/** What a person states: who, why, by what proof. */
export const stated = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty.'),
  v.maxLength(500, 'may have 500 characters.'),
);

/** The name of a list. One that a record would cut must not be asked about in full: nothing would be found. */
export const listName = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty.'),
  v.maxBytes(MAX_NAME_LENGTH, `may have ${MAX_NAME_LENGTH} bytes.`),
);

function validated<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  fault: 'invalid-body' | 'invalid-parameter',
): v.InferOutput<Schema> {
  if (Array.isArray(value)) throw new Fault(fault, 'Send a JSON object as the body, not an array.');
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new Fault(fault, faultOf(result.issues[0]));
}

function parse(body: Buffer): unknown {
  if (body.length > MAX_BODY_BYTES) {
    throw new Fault('body-too-large', `Send at most ${MAX_BODY_BYTES} bytes; split the request.`);
  }
  if (body.length === 0) throw new Fault('invalid-body', 'Send a JSON object as the body.');
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new Fault('invalid-body', 'The body is not JSON in UTF-8.');
  }
}

/** Names the part at fault and what it must be; quotes no value, and no name that a request made up. */
function faultOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return 'It holds a name this request does not have; see /v1/openapi.json.';
  }
  const path = v.getDotPath(issue);
  const where = path === null ? 'The body' : `"${path}"`;
  if (issue.received === 'undefined') return `${where} is missing.`;
  return issue.kind === 'schema'
    ? `${where} must be ${inWords(issue.expected)}.`
    : `${where} ${issue.message}`;
}

const typesInWords: Readonly<Record<string, string>> = {
  Array: 'an array',
  Object: 'an object',
  string: 'a string',
};

/** What a schema expects, as people say it: valibot writes `("dismiss" | "confirm")`. */
function inWords(expected: string | null): string {
  if (expected === null) return 'another';
  const choices = expected.replace(/^\(|\)$/g, '').split(' | ');
  return choices.map((choice) => typesInWords[choice] ?? choice).join(' or ');
}
