/** Mailtrap's API, from its OpenAPI document: wrapped webhooks, and suppressions by the last id. */
import { randomUUID } from 'node:crypto';
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

type Row = Record<string, unknown> & { id: string; email: string };

export interface FakeMailtrap extends FakeEsp {
  readonly hooks: Record<string, unknown>[];
}

export async function startMailtrap(): Promise<FakeMailtrap> {
  const key = 'mt_0123456789abcdef0123456789abcdef';
  const hooks: FakeMailtrap['hooks'] = [];
  const rows = new Map<string, Row>();
  const forbidden = new Set<string>();
  const error = (status: number, text: string): FakeAnswer => ({ status, json: { error: text } });

  function add(webhook: Record<string, unknown>) {
    const row = {
      active: true,
      webhook_type: 'email_sending',
      payload_format: 'json',
      sending_stream: 'transactional',
      domain_id: null,
      ...webhook,
      id: hooks.length + 1,
    };
    hooks.push(row);
    return row;
  }

  function seed(email: string, type = 'hard bounce'): Row {
    const row: Row = {
      id: randomUUID(),
      email,
      type,
      created_at: '2026-01-01T10:11:12Z',
      sending_stream: 'transactional',
      domain_name: 'example.com',
      message_esp_response: '550 no such user',
    };
    rows.set(row.id, row);
    return row;
  }

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers.authorization !== `Bearer ${key}`) return error(401, 'Incorrect API token');
      return forbidden.has(path.includes('webhooks') ? 'webhooks' : 'suppressions')
        ? error(403, 'Access forbidden')
        : null;
    },
    routes: {
      'GET /api/webhooks': () => ({ status: 200, json: { data: hooks } }),
      'POST /api/webhooks': (request) => {
        const row = add(jsonOf(request).webhook as Record<string, unknown>);
        return { status: 200, json: { data: { ...row, signing_secret: `secret-of-webhook-${row.id}` } } };
      },
      'PATCH /api/webhooks/:id': (request) => {
        const row = hooks.find(({ id }) => String(id) === request.params.id);
        if (row === undefined) return error(404, 'Not Found');
        const { url, active, payload_format, event_types } = jsonOf(request).webhook as Record<
          string,
          unknown
        >;
        return {
          status: 200,
          json: { data: Object.assign(row, { url, active, payload_format, event_types }) },
        };
      },
      'GET /api/suppressions': ({ query }) => {
        const email = query.get('email');
        const all = [...rows.values()].filter((row) => email === null || row.email === email);
        const last = query.get('last_id');
        const start = last === null ? 0 : all.findIndex(({ id }) => id === last) + 1;
        return { status: 200, json: all.slice(start, start + 1_000) };
      },
      'POST /api/suppressions': (request) => {
        const { email, type, domain_id } = jsonOf(request);
        if (typeof domain_id !== 'number') return error(422, 'domain_id is required');
        return { status: 201, json: { data: seed(String(email), String(type)) } };
      },
      'DELETE /api/suppressions/:id': ({ params }) => {
        const row = rows.get(params.id ?? '');
        if (row === undefined) return error(404, 'Not Found');
        rows.delete(row.id);
        return { status: 200, json: row };
      },
    },
  });

  return {
    provider: 'mailtrap',
    server,
    key,
    options: { domainId: '435' },
    hooks,
    wipes: [],
    seedWebhook: ({ url, events = [], enabled = true }) =>
      String(add({ url, event_types: [...events], active: enabled }).id),
    webhooks: () => hooks,
    seedSuppression: (_, email) => {
      seed(email);
    },
    addressesOn: () => [...rows.values()].map(({ email }) => email),
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
