/** Resend's API, from its reference: webhooks with a status and a secret, suppressions by page, 100 addresses a call. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, type FakeRequest, jsonOf, startFakeServer } from '../fake-server.ts';

interface Webhook {
  id: string;
  endpoint: string;
  events: string[] | null;
  status: 'enabled' | 'disabled';
  created_at: string;
  signing_secret: string;
}

export interface FakeResend extends FakeEsp {
  readonly all: Webhook[];
}

export async function startResend(): Promise<FakeResend> {
  const key = 're_9xZq2vLk_F4tWnYbR7mCdPs1';
  const all: Webhook[] = [];
  const suppressions = new Map<string, { id: string; email: string; origin: string }>();
  const forbidden = new Set<string>();
  let serial = 0;
  const idOf = () => `4dd369bc-aa82-4ff3-97de-${String(++serial).padStart(12, '0')}`;
  const error = (statusCode: number, name: string, message: string): FakeAnswer => ({
    status: statusCode,
    json: { statusCode, name, message },
  });

  function page<T extends { id: string }>(
    rows: readonly T[],
    { query }: FakeRequest,
    shown: (row: T) => object,
  ): FakeAnswer {
    const limit = Math.min(Number(query.get('limit') ?? 20), 100);
    const after = query.get('after');
    const start = after === null ? 0 : rows.findIndex(({ id }) => id === after) + 1;
    const data = rows.slice(start, start + limit);
    return {
      status: 200,
      json: { object: 'list', has_more: start + limit < rows.length, data: data.map(shown) },
    };
  }

  function suppress(email: string, origin: string) {
    const lower = email.trim().toLowerCase();
    const present = suppressions.get(lower) ?? { id: idOf(), email: lower, origin };
    suppressions.set(lower, present);
    return { object: 'suppression', id: present.id };
  }

  const entry = (row: { id: string; email: string; origin: string }) => ({
    object: 'suppression',
    ...row,
    source_id: row.origin === 'manual' ? null : 'c1d5e0a2-1111-4222-8333-444455556666',
    created_at: '2026-01-06 23:47:56.678+00',
  });
  const find = (name: string | undefined) =>
    [...suppressions.values()].find(({ id, email }) => id === name || email === name?.toLowerCase());

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers.authorization !== `Bearer ${key}`)
        return error(400, 'invalid_api_key', 'API key is invalid');
      const kind = path.startsWith('/webhooks') ? 'webhooks' : 'suppressions';
      return forbidden.has(kind)
        ? error(401, 'restricted_api_key', 'This API key is restricted to only send emails')
        : null;
    },
    headers: () => ({ 'ratelimit-limit': '5', 'ratelimit-remaining': '4', 'ratelimit-reset': '1' }),
    routes: {
      'GET /webhooks': (request) => page(all, request, ({ signing_secret: _, ...row }) => row),
      'POST /webhooks': (request) => {
        const { endpoint, events } = jsonOf(request);
        const row = add(String(endpoint), Array.isArray(events) ? events.map(String) : null, 'enabled');
        return { status: 201, json: { object: 'webhook', id: row.id, signing_secret: row.signing_secret } };
      },
      'GET /webhooks/:id': ({ params }) => {
        const found = all.find(({ id }) => id === params.id);
        return found === undefined
          ? error(404, 'not_found', 'Webhook not found')
          : { status: 200, json: { object: 'webhook', ...found } };
      },
      'PATCH /webhooks/:id': (request) => {
        const found = all.find(({ id }) => id === request.params.id);
        if (found === undefined) return error(404, 'not_found', 'Webhook not found');
        Object.assign(found, jsonOf(request));
        return { status: 200, json: { object: 'webhook', id: found.id } };
      },
      'GET /suppressions': (request) => page([...suppressions.values()], request, entry),
      'POST /suppressions/batch/add': (request) => {
        const { emails } = jsonOf(request);
        if (!Array.isArray(emails) || emails.length < 1 || emails.length > 100) {
          return error(422, 'validation_error', 'Between 1 and 100 emails are required.');
        }
        return { status: 201, json: { data: emails.map((email) => suppress(String(email), 'manual')) } };
      },
      'GET /suppressions/:name': ({ params }) => {
        const found = find(params.name);
        return found === undefined
          ? error(404, 'not_found', 'Suppression not found')
          : { status: 200, json: entry(found) };
      },
      'DELETE /suppressions/:name': ({ params }) => {
        const found = find(params.name);
        if (found === undefined) return error(404, 'not_found', 'Suppression not found');
        suppressions.delete(found.email);
        return { status: 200, json: { object: 'suppression', id: found.id, deleted: true } };
      },
    },
  });

  function add(endpoint: string, events: string[] | null, status: Webhook['status']): Webhook {
    const id = idOf();
    const row = {
      id,
      endpoint,
      events,
      status,
      created_at: '2026-01-06 23:47:56.678+00',
      signing_secret: `whsec_${btoa(id)}`,
    };
    all.push(row);
    return row;
  }

  return {
    provider: 'resend',
    server,
    key,
    all,
    wipes: [],
    seedWebhook: ({ url, events = [], enabled = true }) =>
      add(url, [...events], enabled ? 'enabled' : 'disabled').id,
    webhooks: () => all,
    seedSuppression: (_, email) => {
      suppress(email, 'bounce');
    },
    addressesOn: () => [...suppressions.keys()],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
