/**
 * A caller who may do one thing tries the others, over a local host whose configuration names an issuer: the gateway's
 * check of scopes, and the function's own behind it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessLevels } from '../../shared/api/access.ts';
import { createApi } from '../../shared/api/api.ts';
import type { ApiRequest } from '../../shared/api/http.ts';
import type { ApiDeps } from '../../shared/api/route.ts';
import { routes } from '../../shared/api/routes.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import type { LocalLedger } from '../e2e/ledger.ts';
import adversaries from './config/adversaries.config.ts';
import { signedRequest, victim } from './forgeries.ts';
import { send, startHost } from './hosts.ts';

const jwt = adversaries.api.jwt;
const { scopes } = jwt;

let ledger: LocalLedger;
beforeAll(async () => {
  ledger = await startHost();
});
afterAll(() => ledger.stop());

/** A token whose signature the local host does not check. */
function token(claims: Record<string, unknown>): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const valid = { iss: jwt.issuer, aud: 'ledger', sub: 'mailer', exp: Math.floor(Date.now() / 1000) + 300 };
  return `${part({ alg: 'RS256' })}.${part({ ...valid, ...claims })}.${part({ signed: true })}`;
}

const who = { actor: 'mallory', reason: 'because' };
const requests = [
  ['read', 'GET', '/v1/addresses/ann%40shop.example', undefined],
  ['read', 'HEAD', '/v1/addresses/ann%40shop.example', undefined],
  ['read', 'POST', '/v1/check', { addresses: ['ann@shop.example'] }],
  ['read', 'GET', '/v1/codes', undefined],
  ['list', 'GET', '/v1/suppressions', undefined],
  ['list', 'HEAD', '/v1/suppressions', undefined],
  ['write', 'PUT', '/v1/suppressions/bob%40shop.example', who],
  ['write', 'DELETE', '/v1/suppressions/bob%40shop.example', who],
  ['write', 'POST', '/v1/storms/shop.example', { ...who, decision: 'dismiss' }],
  ['erase', 'DELETE', '/v1/addresses/bob%40shop.example', who],
] as const;

async function call(method: string, path: string, body: object | undefined, authorization: string | null) {
  return fetch(`${ledger.url}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(authorization !== null && { authorization }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

describe.each(accessLevels)('a caller with the scope of %s alone', (level) => {
  test.each(requests)('calls a route of %s: %s %s', async (needed, method, path, body) => {
    const response = await call(method, path, body, `Bearer ${token({ scope: `openid ${scopes[level]}` })}`);
    if (needed === level) expect(response.status).not.toBe(403);
    else expect(response.status).toBe(403);
  });
});

describe('a token', () => {
  const asked = async (authorization: string) =>
    (await call('GET', '/v1/addresses/ann%40shop.example', undefined, authorization)).status;

  test.each([
    ['has no scope', {}, 403],
    ['has a scope that only begins like the one it needs', { scope: 'ledger:reads' }, 403],
    ['has expired', { scope: scopes.read, exp: 1 }, 401],
    ['is for another audience', { scope: scopes.read, aud: 'shop' }, 401],
    ['is of another issuer', { scope: scopes.read, iss: 'https://login.example.org/' }, 401],
    ['names its scopes in a list', { scp: [scopes.list, scopes.read] }, 200],
  ])('that %s', async (_, claims, status) => {
    expect(await asked(`Bearer ${token(claims)}`)).toBe(status);
  });

  test('that is none is refused', async () => {
    expect(await asked('Bearer nonsense')).toBe(401);
  });
});

test('a refused change leaves no trace in the record', async () => {
  await call('PUT', '/v1/suppressions/eve%40shop.example', who, `Bearer ${token({ scope: scopes.erase })}`);
  const read = `Bearer ${token({ scope: scopes.read })}`;
  const response = await call('GET', '/v1/addresses/eve%40shop.example?consistent=true', undefined, read);
  expect(await response.json()).toMatchObject({ suppressed: false, revision: 0 });
});

describe('a caller who may erase and nothing else', () => {
  const erase = (address: string, more: object) =>
    call('DELETE', `/v1/addresses/${encodeURIComponent(address)}`, { ...who, ...more }, eraser());
  const eraser = () => `Bearer ${token({ scope: scopes.erase })}`;
  const isSuppressed = async (address: string) =>
    (await ledger.verdict(address, '?consistent=true')).suppressed;

  async function reported(kind: 'complaint' | 'unsubscribe'): Promise<string> {
    const { address } = victim();
    const source = await ledger.source('generic');
    const entries = [{ id: `${kind}-${address}`, kind, recipient: address }];
    const { topicArn } = await ledger.aws();
    expect((await send(signedRequest({ source, entries, topicArn }))).status).toBe(200);
    await ledger.drained();
    return address;
  }

  test.each(['complaint', 'unsubscribe'] as const)('releases no %s by erasing it', async (kind) => {
    const address = await reported(kind);
    expect(await (await erase(address, {})).json()).toEqual({ erased: true, hashKept: true });
    expect(await isSuppressed(address)).toBe(true);
  });

  test('cannot leave out the hash of a complaint without a proof', async () => {
    const address = await reported('complaint');
    expect((await erase(address, { keepHash: false })).status).toBe(409);
    expect(await isSuppressed(address)).toBe(true);
    expect((await erase(address, { keepHash: false, proof: 'ticket 7' })).status).toBe(200);
    expect(await isSuppressed(address)).toBe(false);
  });

  test.each(['actor', 'reason'])('erases nothing without saying %s', async (left) => {
    const address = await reported('unsubscribe');
    const { [left as 'actor']: _, ...rest } = who;
    const path = `/v1/addresses/${encodeURIComponent(address)}`;
    expect((await call('DELETE', path, rest, eraser())).status).toBe(400);
  });
});

describe('where the gateway lets every token through, the function itself refuses', () => {
  const reached: string[] = [];
  const deps = {
    settings: resolveSettings(adversaries),
    ledger: new Proxy({}, { get: (_, method) => async () => reached.push(String(method)) }),
    classifier: async () => ({ explain: () => ({}) }),
    clock: Date.now,
    audit: async () => {
      reached.push('audit');
    },
    openApi: async () => '{}',
  };
  // What no test of access reaches is not needed.
  const api = createApi(deps as unknown as ApiDeps);

  const guarded = routes.filter(({ access }) => access !== 'public');
  test.each(guarded.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s',
    async (routeKey, route) => {
      const others = accessLevels.filter((level) => level !== route.access).map((level) => scopes[level]);
      const request: ApiRequest = {
        method: route.method,
        routeKey,
        path: '',
        parameters: { address: 'ann@shop.example', domain: 'shop.example' },
        query: {},
        headers: {},
        body: Buffer.from(JSON.stringify({ actor: 'mallory', reason: 'because' })),
        scopes: others,
      };
      expect(await api(request)).toMatchObject({ status: 403 });
      expect(reached).toEqual([]);
    },
  );
});
