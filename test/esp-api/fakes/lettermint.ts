/** Lettermint's API v1, from the types of its SDK: webhooks of a route, a cursor, created and skipped addresses. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, type FakeRequest, jsonOf, startFakeServer } from '../fake-server.ts';

const ROUTE = '9e0d5c1a-0000-4000-8000-000000000001';
const PER_PAGE = 30;

export async function startLettermint(): Promise<FakeEsp> {
  const key = 'lm_team_0123456789abcdef0123456789';
  const webhooks: (Record<string, unknown> & { id: string })[] = [];
  const rows = new Map<string, Record<string, unknown> & { id: string; value: string }>();
  const forbidden = new Set<string>();
  let serial = 0;
  const error = (status: number, text: string): FakeAnswer => ({ status, json: { error: text } });

  function page(all: readonly unknown[], { query }: FakeRequest): FakeAnswer {
    const start = Number(query.get('cursor') ?? 0);
    const next_cursor = start + PER_PAGE < all.length ? String(start + PER_PAGE) : null;
    return {
      status: 200,
      json: {
        data: all.slice(start, start + PER_PAGE),
        path: null,
        per_page: PER_PAGE,
        next_cursor,
        next_page_url: null,
        prev_cursor: null,
        prev_page_url: null,
      },
    };
  }

  function add(body: Record<string, unknown>) {
    const time = '2026-01-01T10:11:12Z';
    const row = {
      name: 'by hand',
      enabled: true,
      route_id: ROUTE,
      last_called_at: null,
      created_at: time,
      updated_at: time,
      ...body,
      id: `wh-${++serial}`,
    };
    webhooks.push(row);
    return row;
  }

  function seed(value: string, reason: string, scope = 'team', type = 'email'): void {
    const time = '2026-01-01T10:11:12Z';
    const id = `sup-${++serial}`;
    rows.set(id, {
      id,
      type,
      value,
      reason,
      scope,
      project_id: null,
      route_id: null,
      created_at: time,
      updated_at: time,
    });
  }

  const withWebhook =
    (handler: (row: Record<string, unknown>, request: FakeRequest) => FakeAnswer) =>
    (request: FakeRequest) => {
      const row = webhooks.find(({ id }) => id === request.params.id);
      return row === undefined ? error(404, 'Not found') : handler(row, request);
    };

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers.authorization !== `Bearer ${key}`) return error(401, 'Unauthenticated');
      return forbidden.has(path.includes('webhooks') ? 'webhooks' : 'suppressions')
        ? error(403, 'Forbidden')
        : null;
    },
    routes: {
      'GET /v1/webhooks': (request) => page(webhooks, request),
      'POST /v1/webhooks': (request) => {
        const row = add(jsonOf(request));
        return {
          status: 201,
          json: {
            data: { ...row, secret: `whsec_${row.id}-secret` },
            message: 'Webhook created successfully.',
          },
        };
      },
      'PUT /v1/webhooks/:id': withWebhook((row, request) => ({
        status: 200,
        json: { data: Object.assign(row, jsonOf(request)), message: 'Webhook updated successfully.' },
      })),
      'POST /v1/webhooks/:id/test': withWebhook(() => ({
        status: 200,
        json: { message: 'Dispatched', delivery_id: 'd1' },
      })),
      'POST /v1/webhooks/:id/regenerate-secret': withWebhook((row) => ({
        status: 200,
        json: { data: { ...row, secret: `whsec_new-${row.id}` }, message: 'Regenerated' },
      })),
      'GET /v1/webhooks/:id/deliveries': withWebhook((_, request) =>
        page(
          [
            {
              id: 'd1',
              status: 'success',
              http_status_code: 200,
              delivered_at: '2026-01-02T00:00:00Z',
              created_at: '2026-01-02T00:00:00Z',
            },
            {
              id: 'd2',
              status: 'server_error',
              http_status_code: 502,
              delivered_at: null,
              created_at: '2026-01-01T00:00:00Z',
            },
          ],
          request,
        ),
      ),
      'GET /v1/suppressions': (request) => page([...rows.values()], request),
      'POST /v1/suppressions': (request) => {
        const { emails, reason, scope } = jsonOf(request);
        const created: string[] = [];
        const skipped: string[] = [];
        for (const email of Array.isArray(emails) ? emails.map(String) : []) {
          if ([...rows.values()].some(({ value }) => value === email)) skipped.push(email);
          else {
            seed(email, String(reason), String(scope));
            created.push(email);
          }
        }
        return { status: 201, json: { message: 'Added', data: { created, skipped } } };
      },
      'DELETE /v1/suppressions/:id': ({ params }) =>
        rows.delete(params.id ?? '')
          ? { status: 200, json: { success: true, status: 'removed', message: 'Removed' } }
          : error(404, 'Not found'),
    },
  });

  return {
    provider: 'lettermint',
    server,
    key,
    options: { routes: ROUTE },
    wipes: [],
    seedWebhook: ({ url, events = [], enabled = true }) => add({ url, events: [...events], enabled }).id,
    webhooks: () => webhooks,
    seedSuppression: (_, email) => seed(email, 'hard_bounce'),
    addressesOn: () => [...rows.values()].map(({ value }) => value),
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
