/** The query API's response, as a value or as an error that says what to do. */
import * as v from 'valibot';
import type { HttpAnswer } from '../../shared/aws/http.ts';
import { CommandError } from '../command.ts';
import type { ApiCall, ApiRequest } from './target.ts';

const problemShape = v.object({ title: v.string(), detail: v.optional(v.string(), '') });

/** How long a call may take. */
export const CALL_TIMEOUT_MS = 30_000;

/** A call as it goes over the wire: its query in the path, its body as JSON. */
export function toRequest({ method, path, query = {}, body, headers = {} }: ApiCall): ApiRequest {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  return {
    method,
    path: `${path}${parameters.size > 0 ? `?${parameters}` : ''}`,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  };
}

/** @throws CommandError when it is a problem, or no answer of a ledger. */
export function parseApiResponse({ status, body }: HttpAnswer, where: string): unknown {
  const value = parsed(body.toString());
  if (status >= 200 && status < 300 && value !== undefined) return value;
  const problem = v.safeParse(problemShape, value);
  if (problem.success) {
    const { title, detail } = problem.output;
    throw new CommandError(`${title} (${status})${detail ? `: ${detail}` : ''}`);
  }
  const forbidden = status === 401 || status === 403;
  throw new CommandError(
    forbidden
      ? `${where} refused the caller (${status}). It needs execute-api:Invoke, or LEDGER_TOKEN.`
      : `${where} answered ${status}, and not as a ledger does.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
