/** AhaSend's API v2, from its OpenAPI document: ten flags, a secret told once, entries that all end. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, type FakeRequest, jsonOf, startFakeServer } from '../fake-server.ts';

const ACCOUNT = '11111111-2222-4333-8444-555555555555';
const FLAGS = [
  'on_reception',
  'on_delivered',
  'on_transient_error',
  'on_failed',
  'on_bounced',
  'on_suppressed',
  'on_opened',
  'on_clicked',
  'on_suppression_created',
  'on_dns_error',
];

export async function startAhasend(): Promise<FakeEsp> {
  const key = 'aha-sk-0123456789abcdefghijklmnopqrstuvwxyz';
  const webhooks: (Record<string, unknown> & { id: string })[] = [];
  const rows = new Map<string, Record<string, unknown> & { id: string; email: string }>();
  const wipes: string[] = [];
  const forbidden = new Set<string>();
  let serial = 0;
  const idOf = () => `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
  const error = (status: number, message: string): FakeAnswer => ({ status, json: { message } });

  function page(all: readonly { id: string }[], { query }: FakeRequest): FakeAnswer {
    const limit = Math.min(Number(query.get('limit') ?? 100), 100);
    const after = query.get('after');
    const start = after === null ? 0 : Number(after);
    const has_more = start + limit < all.length;
    const pagination = has_more ? { has_more, next_cursor: String(start + limit) } : { has_more };
    return { status: 200, json: { object: 'list', data: all.slice(start, start + limit), pagination } };
  }

  function add(body: Record<string, unknown>) {
    const time = '2026-01-01T10:11:12Z';
    const row = {
      object: 'webhook',
      created_at: time,
      updated_at: time,
      name: 'by hand',
      enabled: true,
      scope: 'global',
      domains: [],
      ...Object.fromEntries(FLAGS.map((flag) => [flag, false])),
      success_count: 7,
      error_count: 2,
      errors_since_last_success: 1,
      last_request_at: time,
      ...body,
      id: idOf(),
    };
    webhooks.push(row);
    return row;
  }

  function seed(email: string, reason: string, expires_at: string): void {
    const row = {
      object: 'suppression',
      id: idOf(),
      created_at: '2026-01-01T10:11:12Z',
      email,
      domain: '',
      reason,
      expires_at,
    };
    rows.set(email, row);
  }

  const base = `/v2/accounts/${ACCOUNT}`;
  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers.authorization !== `Bearer ${key}`) return error(401, 'Invalid API key');
      return forbidden.has(path.includes('webhooks') ? 'webhooks' : 'suppressions')
        ? error(403, 'Insufficient scopes')
        : null;
    },
    routes: {
      [`GET ${base}/webhooks`]: (request) => page(webhooks, request),
      [`POST ${base}/webhooks`]: (request) => {
        const row = add(jsonOf(request));
        return { status: 201, json: { ...row, secret: `aha-whsec-${row.id}` } };
      },
      [`GET ${base}/webhooks/:id`]: ({ params }) => {
        const row = webhooks.find(({ id }) => id === params.id);
        return row === undefined ? error(404, 'Webhook not found') : { status: 200, json: row };
      },
      [`PUT ${base}/webhooks/:id`]: (request) => {
        const row = webhooks.find(({ id }) => id === request.params.id);
        return row === undefined
          ? error(404, 'Webhook not found')
          : { status: 200, json: Object.assign(row, jsonOf(request)) };
      },
      [`GET ${base}/suppressions`]: (request) => {
        const email = request.query.get('email');
        return page(
          [...rows.values()].filter((row) => email === null || row.email === email),
          request,
        );
      },
      [`POST ${base}/suppressions`]: (request) => {
        const { email, reason, expires_at } = jsonOf(request);
        if (typeof expires_at !== 'string') return error(400, 'expires_at is required');
        if (rows.has(String(email))) return error(409, 'Suppression already exists');
        seed(String(email), String(reason), expires_at);
        return { status: 201, json: { object: 'list', data: [rows.get(String(email))] } };
      },
      [`DELETE ${base}/suppressions`]: ({ query }) => {
        const email = query.get('email');
        if (!email) {
          wipes.push('all suppressions');
          rows.clear();
        }
        return rows.delete(email ?? '')
          ? { status: 200, json: { message: 'Deleted' } }
          : error(404, 'Suppression not found');
      },
      [`DELETE ${base}/suppressions/all`]: () => {
        wipes.push('all suppressions');
        return { status: 200, json: { message: 'Deleted' } };
      },
    },
  });

  return {
    provider: 'ahasend',
    server,
    key,
    options: { accountId: ACCOUNT },
    wipes,
    seedWebhook: ({ url, events = [], enabled = true }) =>
      add({ url, enabled, ...Object.fromEntries(events.map((flag) => [flag, true])) }).id,
    webhooks: () => webhooks,
    seedSuppression: (_, email) => seed(email, 'Hard bounce', '2096-10-01T00:00:00Z'),
    addressesOn: () => [...rows.keys()],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
