import { problem } from '../http/problem.ts';
import type { ApiResponse } from './http.ts';

/** Every problem the API names, with its status. The name is the last part of the problem's `type`. */
export const problems = {
  'invalid-address': 400,
  'invalid-parameter': 400,
  'invalid-body': 400,
  forbidden: 403,
  'not-found': 404,
  'not-suppressed': 404,
  'no-storm': 404,
  'no-incident': 404,
  'invalid-link': 404,
  'method-not-allowed': 405,
  'needs-proof': 409,
  'stands-on-every-list': 409,
  'expired-link': 410,
  'revision-mismatch': 412,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  unavailable: 503,
  'audit-unavailable': 503,
} as const;
export type ProblemName = keyof typeof problems;

/** Thrown by a handler, answered as a problem document. The message says what to do; it names no address. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: ProblemName;
  readonly headers: Readonly<Record<string, string>>;
  constructor(name: ProblemName, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.problem = name;
    this.headers = headers;
  }
}

/** The problem document of an error (RFC 9457). */
export function problemResponse({ problem: name, message, headers }: ApiError): ApiResponse {
  const { status, document } = problem(problems[name], name, message);
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(document),
  };
}
