/** Calls of the console's own server; there is no other. */
import * as v from 'valibot';
import { problemDocument } from './documents.ts';
import { forgetToken, storedToken } from './token.ts';

/** Why a call failed, in words for the page. */
export class CallError extends Error {
  override readonly name = 'CallError';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The last part of the problem's type: `needs-proof`. */
  readonly problem: string;
  /** What to do. */
  readonly detail: string;

  constructor(status: number, problem: string, title: string, detail: string) {
    super(title);
    this.status = status;
    this.problem = problem;
    this.detail = detail;
  }
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Calls longer than this are given up; comparing an ESP's whole list takes the longest. */
const TIMEOUT_MS = 120_000;

/**
 * Makes a call and reads its answer in the shape of `schema`.
 * @throws CallError
 */
export async function call<const Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  { method = 'GET', body, headers = {}, signal }: Call = {},
): Promise<v.InferOutput<Schema>> {
  const token = storedToken();
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(token !== null && { 'x-console-token': token }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw timeout.aborted
      ? new CallError(0, 'timeout', 'No answer in time', 'Try again, or look at the terminal that serves it.')
      : new CallError(
          0,
          'unreachable',
          'The console’s server does not answer',
          'Look at the terminal where it was started; start it again if it has ended.',
        );
  }
  return readAnswer(response, text, schema);
}

function readAnswer<const Schema extends v.GenericSchema>(
  response: Response,
  text: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const document = parse(text);
  if (response.ok) {
    const answer = v.safeParse(schema, document);
    if (answer.success) return answer.output;
    throw new CallError(
      response.status,
      'unknown-answer',
      'The ledger answered in an unknown form',
      'It may be of another version than this console. Deploy the stack again, or update the package.',
    );
  }
  if (response.status === 401) forgetToken();
  const problem = v.safeParse(problemDocument, document);
  if (!problem.success) {
    throw new CallError(
      response.status,
      'unknown-answer',
      `The ledger answered ${response.status}`,
      response.status === 403
        ? 'The credentials of the console do not allow this call.'
        : 'It gave no reason. Look at the terminal that serves the console.',
    );
  }
  const { title, detail, type } = problem.output;
  throw new CallError(response.status, type.slice(type.lastIndexOf(':') + 1), sentence(title), detail);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sentence(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** A path with its query; parameters without a value are left out. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}
