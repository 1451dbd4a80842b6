/** What the authorizers of API Gateway do, as far as one machine can: it knows no IAM policies and no issuer's keys. */
import * as v from 'valibot';
import { accountId } from '../account.ts';
import type { Route } from './routes.ts';

/** What the authorizer adds to the event, or the status that it refuses the request with. */
export type Authorization = { readonly context: object } | { readonly refused: 401 | 403 };

const localCaller = { arn: `arn:aws:iam::${accountId}:user/local`, subject: 'local' } as const;

/**
 * Authorizes a request. Signatures are not checked: the host listens on 127.0.0.1. A route behind a JWT authorizer takes
 * a request without a token as one of a caller with every scope; the claims of a token are checked as the gateway does.
 * @param header the request's `Authorization`
 * @param now milliseconds since 1970
 */
export function authorize(route: Route, header: string | undefined, now: number): Authorization {
  switch (route.authorization) {
    case 'none':
      return { context: {} };
    case 'iam': {
      const { arn, subject } = localCaller;
      return {
        context: { authorizer: { iam: { accountId, userArn: arn, userId: subject, callerId: subject } } },
      };
    }
    case 'jwt': {
      const scope = route.scopes.join(' ');
      if (header === undefined) return jwtContext({ sub: localCaller.subject, scope }, route);
      const claims = claimsOf(header);
      if (claims === null || !isCurrent(claims, route, now)) return { refused: 401 };
      const granted = scopesOf(claims);
      if (route.scopes.length > 0 && !route.scopes.some((name) => granted.includes(name)))
        return { refused: 403 };
      return jwtContext(claims, route);
    }
  }
}

type Claims = Readonly<Record<string, unknown>>;

function jwtContext(claims: Claims, { scopes }: Route): Authorization {
  const texts = Object.entries(claims).map(([name, value]) => [
    name,
    Array.isArray(value) ? `[${value.join(' ')}]` : String(value),
  ]);
  const context = { claims: Object.fromEntries(texts), scopes: scopes.length > 0 ? scopes : null };
  return { context: { authorizer: { jwt: context } } };
}

/** The payload of a JWT; null where it is none. */
function claimsOf(header: string): Claims | null {
  const [, payload] = /^(?:Bearer )?[\w-]+\.([\w-]+)\.[\w-]*$/i.exec(header) ?? [];
  if (payload === undefined) return null;
  try {
    return v.parse(
      v.record(v.string(), v.unknown()),
      JSON.parse(Buffer.from(payload, 'base64url').toString()),
    );
  } catch {
    return null;
  }
}

/** `exp`, `nbf`, `iss`, and `aud` or `client_id`. */
function isCurrent(claims: Claims, { issuer, audience }: Route, now: number): boolean {
  const seconds = now / 1000;
  const audiences = [claims.aud ?? claims.client_id].flat();
  return (
    (claims.exp === undefined || Number(claims.exp) > seconds) &&
    (claims.nbf === undefined || Number(claims.nbf) <= seconds) &&
    claims.iss === issuer &&
    audience.some((name) => audiences.includes(name))
  );
}

function scopesOf({ scope, scp }: Claims): readonly unknown[] {
  const granted = scope ?? scp;
  return typeof granted === 'string' ? granted.split(' ') : [granted].flat();
}
