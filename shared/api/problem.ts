import { problem } from '../http/problem.ts';
import type { ApiResponse } from './http.ts';

/** Every fault the API names, with its status. The name is the last part of the problem's `type`. */
export const faults = {
  'invalid-address': 400,
  'invalid-parameter': 400,
  'invalid-body': 400,
  'not-found': 404,
  'not-suppressed': 404,
  'no-storm': 404,
  'method-not-allowed': 405,
  'needs-proof': 409,
  'stands-on-every-list': 409,
  'revision-mismatch': 412,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  unavailable: 503,
  'audit-unavailable': 503,
} as const;
export type FaultName = keyof typeof faults;

/** Thrown by a handler, answered as a problem document. `detail` says what to do; it names no address. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly fault: FaultName;
  readonly headers: Readonly<Record<string, string>>;
  constructor(fault: FaultName, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.fault = fault;
    this.headers = headers;
  }
}

/** The problem document of a fault (RFC 9457). */
export function problemResponse({ fault, message, headers }: Fault): ApiResponse {
  const { status, document } = problem(faults[fault], fault, message);
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(document),
  };
}
