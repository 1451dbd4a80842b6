/** The query API's answer, as a value or as an error that says what to do. */
import * as v from 'valibot';
import { CommandError } from '../command.ts';
import type { ApiCall } from './target.ts';

const problemShape = v.object({ title: v.string(), detail: v.optional(v.string(), '') });

export function urlOf(base: string, { path, query = {} }: ApiCall): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, value);
  }
  return `${base}${path}${parameters.size > 0 ? `?${parameters}` : ''}`;
}

/** The method, headers and body of a call, as `fetch` takes them. */
export function initOf({ method, body, headers }: ApiCall) {
  return {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  };
}

/** @throws CommandError when it is a problem, or no answer of a ledger. */
export async function answerOf(response: Response, where: string): Promise<unknown> {
  const text = await response.text();
  const value = parsed(text);
  if (response.ok && value !== undefined) return value;
  const problem = v.safeParse(problemShape, value);
  if (problem.success) {
    const { title, detail } = problem.output;
    throw new CommandError(`${title} (${response.status})${detail ? `: ${detail}` : ''}`);
  }
  const forbidden = response.status === 401 || response.status === 403;
  throw new CommandError(
    forbidden
      ? `${where} refused the caller (${response.status}). It needs execute-api:Invoke, or LEDGER_TOKEN.`
      : `${where} answered ${response.status}, and not as a ledger does.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
