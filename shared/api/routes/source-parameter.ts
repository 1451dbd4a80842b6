import { ApiError } from '../problem.ts';
import type { PathParameter } from '../route.ts';

const SOURCE = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** The source in a path. */
export const sourceParameter = {
  name: 'source',
  description: 'The name of a source.',
  schema: { type: 'string', pattern: SOURCE.source },
} as const satisfies PathParameter;

/** @throws ApiError */
export function sourceIn(parameter: string): string {
  if (SOURCE.test(parameter)) return parameter;
  throw new ApiError('invalid-parameter', 'Give the name of one source: sendgrid.');
}
