/** Customer.io's App API, from its OpenAPI document: reporting webhooks, and the lists of its delivery provider. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

export async function startCustomerio(): Promise<FakeEsp> {
  const key = 'c1o0123456789abcdef0123456789abcdef';
  const webhooks: (Record<string, unknown> & { id: number })[] = [];
  const lists = new Map<string, Map<string, Record<string, unknown>>>();
  const forbidden = new Set<string>();
  const list = (name = '') => {
    const found = lists.get(name) ?? new Map<string, Record<string, unknown>>();
    lists.set(name, found);
    return found;
  };
  const error = (status: number, detail: string): FakeAnswer => ({
    status,
    json: { errors: [{ detail, status: String(status) }] },
  });

  function add(body: Record<string, unknown>) {
    const row = {
      name: 'by hand',
      type: 'webhook',
      disabled: false,
      full_resolution: false,
      with_content: false,
      ...body,
      id: webhooks.length + 1,
    };
    webhooks.push(row);
    return row;
  }

  function seed(name: string, email: string): void {
    list(name).set(email, { created: 1_750_000_000, email, reason: 'No such user', status: '550' });
  }

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers.authorization !== `Bearer ${key}`) return error(401, 'Unauthorized request');
      return forbidden.has(path.includes('webhooks') ? 'webhooks' : 'suppressions')
        ? error(403, 'Forbidden')
        : null;
    },
    routes: {
      'GET /v1/reporting_webhooks': () => ({ status: 200, json: { reporting_webhooks: webhooks } }),
      'POST /v1/reporting_webhooks': (request) => ({ status: 200, json: add(jsonOf(request)) }),
      'PUT /v1/reporting_webhooks/:id': (request) => {
        const row = webhooks.find(({ id }) => String(id) === request.params.id);
        return row === undefined
          ? error(404, 'not found')
          : { status: 200, json: Object.assign(row, jsonOf(request)) };
      },
      'GET /v1/esp/search_suppression/:email': ({ params }) => {
        for (const [name, rows] of lists) {
          const row = rows.get(params.email ?? '');
          if (row !== undefined) {
            return {
              status: 200,
              json: { category: name === 'spam_reports' ? 'spam' : name, suppressions: [row] },
            };
          }
        }
        return { status: 200, json: { category: '', suppressions: [] } };
      },
      'GET /v1/esp/suppression/:type': ({ params, query }) => {
        const offset = Number(query.get('offset') ?? 0);
        const limit = Math.min(Number(query.get('limit') ?? 100), 1_000);
        const suppressions = [...list(params.type).values()].slice(offset, offset + limit);
        return { status: 200, json: { category: params.type, suppressions } };
      },
      'POST /v1/esp/suppression/:type/:email': ({ params }) => {
        seed(params.type ?? '', params.email ?? '');
        return { status: 200 };
      },
      'DELETE /v1/esp/suppression/:type/:email': ({ params }) =>
        list(params.type).delete(params.email ?? '') ? { status: 204 } : error(404, 'not found'),
    },
  });

  return {
    provider: 'customerio',
    server,
    key,
    wipes: [],
    seedWebhook: ({ url, events = [], enabled = true }) =>
      String(add({ endpoint: url, events: [...events], disabled: !enabled }).id),
    webhooks: () => webhooks,
    seedSuppression: seed,
    addressesOn: (name) => [...list(name).keys()],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
