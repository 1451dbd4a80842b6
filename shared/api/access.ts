/** Access levels, granted apart, and the check that the function makes beside the gateway's. */
import type { ApiRequest } from './http.ts';
import { ApiError } from './problem.ts';

/**
 * The levels: `read`, look-ups of addresses that the caller names; `list`, listings of addresses and statistics;
 * `write`, changes; `erase`, erasure. None includes another.
 */
export const accessLevels = ['read', 'list', 'write', 'erase'] as const;
export type AccessLevel = (typeof accessLevels)[number];

/** Callers with tokens of an issuer (OpenID Connect). */
export interface JwtAccess {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** The scope that a token must have for each level; a level without one is open to no caller. */
  readonly scopes: Readonly<Partial<Record<AccessLevel, string>>>;
}

/** How callers are authenticated: SigV4 and IAM policies, or tokens. */
export type ApiAccess = 'iam' | JwtAccess;

/**
 * Checks the scopes of a token against a route's level. API Gateway has done so already where the route is set up as the
 * construct does it; with IAM the gateway alone knows the caller's policies.
 * @throws ApiError `forbidden`
 */
export function checkAccess(level: AccessLevel | 'public', access: ApiAccess, { scopes }: ApiRequest): void {
  if (level === 'public' || access === 'iam') return;
  const needed = access.scopes[level];
  if (needed !== undefined && scopes?.includes(needed)) return;
  throw new ApiError('forbidden', `The token needs the scope of the level "${level}".`);
}
