/** MailerSend's API v1, from its reference: webhooks and five lists of a domain, entries removed by id in a body. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, type FakeRequest, jsonOf, startFakeServer } from '../fake-server.ts';

const DOMAIN = '7nxe3yjmeq28vp0k';

export interface FakeMailersend extends FakeEsp {
  readonly patterns: string[];
}

export async function startMailersend(): Promise<FakeMailersend> {
  const key = 'mlsn.0123456789abcdef0123456789abcdef';
  const webhooks: Record<string, unknown>[] = [];
  const lists = new Map<string, Map<string, Record<string, unknown>>>();
  const patterns: string[] = [];
  const wipes: string[] = [];
  const forbidden = new Set<string>();
  let serial = 0;
  const list = (name = '') => {
    const found = lists.get(name) ?? new Map<string, Record<string, unknown>>();
    lists.set(name, found);
    return found;
  };
  const error = (status: number, message: string): FakeAnswer => ({ status, json: { message } });

  function paged(rows: readonly unknown[], { query, path }: FakeRequest): FakeAnswer {
    const page = Number(query.get('page') ?? 1);
    const limit = Math.min(Number(query.get('limit') ?? 25), 100);
    const last = Math.max(1, Math.ceil(rows.length / limit));
    const next = page < last ? `https://api.mailersend.com${path}?page=${page + 1}` : null;
    return {
      status: 200,
      json: {
        data: rows.slice((page - 1) * limit, page * limit),
        links: { first: null, last: null, prev: null, next },
        meta: { current_page: page, per_page: limit },
      },
    };
  }

  function addWebhook(body: Record<string, unknown>) {
    const row = { name: '', enabled: true, version: 1, editable: true, ...body, id: `wh${++serial}` };
    webhooks.push(row);
    return row;
  }

  function seed(name: string, email: string): void {
    const id = `row${++serial}`;
    const common = { id, created_at: '2026-01-01T10:11:12.000000Z' };
    const row =
      name === 'blocklist'
        ? { ...common, type: 'exact', pattern: email }
        : {
            ...common,
            reason: '550 no such user',
            readable_reason: null,
            recipient: { id: `r${id}`, email },
          };
    list(name).set(id, row);
  }

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers.authorization !== `Bearer ${key}`) return error(401, 'Unauthenticated.');
      return forbidden.has(path.includes('webhooks') ? 'webhooks' : 'suppressions')
        ? error(403, 'This action is unauthorized.')
        : null;
    },
    headers: () => ({
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '59',
      'x-apiquota-remaining': '900',
    }),
    routes: {
      'GET /v1/webhooks': (request) => {
        const domain = request.query.get('domain_id');
        if (domain === null) return error(422, 'The domain id field is required.');
        return paged(
          webhooks.filter(({ domain_id: id }) => id === domain),
          request,
        );
      },
      'POST /v1/webhooks': (request) => {
        const row = addWebhook(jsonOf(request));
        return { status: 201, json: { data: { ...row, secret: `secret-of-${row.id}` } } };
      },
      'PUT /v1/webhooks/:id': (request) => {
        const row = webhooks.find(({ id }) => id === request.params.id);
        if (row === undefined) return error(404, 'Resource not found.');
        return { status: 200, json: { data: Object.assign(row, jsonOf(request)) } };
      },
      'GET /v1/suppressions/:list': (request) => {
        const extra =
          request.params.list === 'blocklist'
            ? patterns.map((pattern, index) => ({ id: `p${index}`, type: 'pattern', pattern }))
            : [];
        return paged([...list(request.params.list).values(), ...extra], request);
      },
      'POST /v1/suppressions/:list': (request) => {
        const { recipients } = jsonOf(request);
        for (const email of Array.isArray(recipients) ? recipients : [])
          seed(request.params.list ?? '', String(email));
        return { status: 201, json: { data: [] } };
      },
      'DELETE /v1/suppressions/:list': (request) => {
        const { ids, all } = jsonOf(request);
        if (all === true || !Array.isArray(ids)) {
          wipes.push('all entries');
          list(request.params.list).clear();
        } else for (const id of ids) list(request.params.list).delete(String(id));
        return { status: 204 };
      },
    },
  });

  return {
    provider: 'mailersend',
    server,
    key,
    options: { domains: DOMAIN },
    patterns,
    wipes,
    seedWebhook: ({ url, events = [], enabled = true }) =>
      addWebhook({ url, events, enabled, domain_id: DOMAIN }).id,
    webhooks: () => webhooks,
    seedSuppression: seed,
    addressesOn: (name) =>
      [...list(name).values()].map((row) =>
        String(row.pattern ?? (row.recipient as { email: string }).email),
      ),
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
