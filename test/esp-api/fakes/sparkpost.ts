/** SparkPost's API v1, from its reference: webhooks, and entries by address, type and mailing list. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

interface Entry {
  recipient: string;
  type: string;
  source: string;
  description: string;
  list_id?: string;
  created: string;
  updated: string;
}

export interface FakeSparkpost extends FakeEsp {
  readonly entries: Entry[];
  /** What the target answers to the test post. */
  targetStatus: number;
}

export async function startSparkpost(): Promise<FakeSparkpost> {
  const key = '14ac5499cfdd2bb2859e4476d2e5b1d2bad079bf';
  const webhooks: (Record<string, unknown> & { id: string })[] = [];
  const entries: Entry[] = [];
  const wipes: string[] = [];
  const forbidden = new Set<string>();
  const error = (status: number, message: string): FakeAnswer => ({
    status,
    json: { errors: [{ message }] },
  });
  const results = (value: unknown): FakeAnswer => ({ status: 200, json: { results: value } });

  function add(body: Record<string, unknown>) {
    const webhook = {
      active: true,
      auth_type: 'none',
      custom_headers: {},
      exception_subaccounts: [],
      ...body,
      id: `12affc24-f183-11e3-9234-${String(webhooks.length).padStart(12, '0')}`,
      links: [],
    };
    webhooks.push(webhook);
    return webhook;
  }

  /** The entries that are not limited to a mailing list, by address and type. */
  const places = new Map<string, number>();

  function put(recipient: string, type: string, source: string, description = ''): void {
    const time = '2026-01-01T12:00:00+00:00';
    const key = `${type} ${recipient}`;
    const place = places.get(key);
    const isThere = place !== undefined && entries[place]?.recipient === recipient;
    if (!isThere) places.set(key, entries.length);
    entries[isThere ? place : entries.length] = {
      recipient,
      type,
      source,
      description,
      created: time,
      updated: time,
    };
  }

  const shown = (entry: Entry) => ({ ...entry, [entry.type]: true });

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers.authorization !== key) return error(401, 'Unauthorized.');
      const kind = path.includes('/webhooks') ? 'webhooks' : 'suppressions';
      return forbidden.has(kind) ? error(403, 'Forbidden.') : null;
    },
    routes: {
      'GET /api/v1/webhooks': () => results(webhooks),
      'POST /api/v1/webhooks': (request) => {
        if (fake.targetStatus !== 200) return error(400, 'POST to webhook target URL failed');
        return results({ id: add(jsonOf(request)).id, links: [] });
      },
      'PUT /api/v1/webhooks/:id': (request) => {
        const found = webhooks.find(({ id }) => id === request.params.id);
        if (found === undefined) return error(404, 'Resource could not be found');
        Object.assign(found, jsonOf(request));
        return results({ id: found.id, links: [] });
      },
      'POST /api/v1/webhooks/:id/validate': () =>
        fake.targetStatus === 200
          ? results({
              msg: 'Test POST to endpoint succeeded',
              response: { status: 200, headers: {}, body: 'OK' },
            })
          : error(400, 'Test POST to endpoint failed'),
      'GET /api/v1/webhooks/:id/batch-status': () =>
        results([
          { batch_id: '1', ts: '2026-01-01T21:38:08.000Z', attempts: 7, response_code: '200', latency: 160 },
          {
            batch_id: '2',
            ts: '2026-01-01T20:38:08.000Z',
            attempts: 2,
            failure_code: '400',
            response_code: '400',
          },
        ]),
      'GET /api/v1/suppression-list/summary': () => results({ total: entries.length }),
      'GET /api/v1/suppression-list/:recipient': ({ params, query }) => {
        const types = query.get('types')?.split(',');
        const found = entries.filter(
          ({ recipient, type }) => recipient === params.recipient && (types?.includes(type) ?? true),
        );
        if (found.length === 0) return error(404, 'Recipient could not be found');
        return { status: 200, json: { results: found.map(shown), links: [], total_count: found.length } };
      },
      'GET /api/v1/suppression-list': ({ query }) => {
        const types = query.get('types')?.split(',');
        const size = Math.min(Number(query.get('per_page') ?? 1_000), 10_000);
        const cursor = query.get('cursor') ?? 'initial';
        const start = cursor === 'initial' ? 0 : Number(Buffer.from(cursor, 'base64url').toString());
        const wanted = entries.filter(({ type }) => types?.includes(type) ?? true);
        const next = Buffer.from(String(start + size)).toString('base64url');
        const href = `/api/v1/suppression-list?cursor=${next}&per_page=${size}`;
        const links = start + size < wanted.length ? [{ href, rel: 'next' }] : [];
        return {
          status: 200,
          json: { results: wanted.slice(start, start + size).map(shown), links, total_count: wanted.length },
        };
      },
      'PUT /api/v1/suppression-list/': (request) => {
        const { recipients } = jsonOf(request);
        if (!Array.isArray(recipients) || recipients.length > 10_000)
          return error(400, 'Too many recipients');
        for (const row of recipients)
          put(String(row.recipient), String(row.type), 'Manually Added', row.description);
        return results({ message: 'Suppression List successfully updated' });
      },
      'DELETE /api/v1/suppression-list/:recipient': (request) => {
        const type = request.body === '' ? undefined : jsonOf(request).type;
        const listId = request.query.get('list_id');
        if (type === undefined || listId === null) wipes.push('every type or mailing list of an address');
        const isMeant = (entry: Entry) =>
          entry.recipient === request.params.recipient &&
          entry.type === type &&
          (entry.list_id ?? '') === listId;
        const meant = entries.filter(isMeant);
        if (meant.length === 0) return error(404, 'Recipient could not be found');
        if (meant.some(({ source }) => source === 'Compliance')) {
          return error(403, 'Recipient could not be removed - Compliance');
        }
        const kept = entries.filter((entry) => !isMeant(entry));
        entries.length = 0;
        places.clear();
        for (const entry of kept) {
          if (!entry.list_id) places.set(`${entry.type} ${entry.recipient}`, entries.length);
          entries.push(entry);
        }
        return { status: 204 };
      },
    },
  });

  const fake: FakeSparkpost = {
    provider: 'sparkpost',
    server,
    key,
    entries,
    targetStatus: 200,
    wipes,
    seedWebhook: ({ url, events = [], enabled = true }) =>
      add({ name: 'by hand', target: url, events, active: enabled }).id,
    webhooks: () => webhooks,
    seedSuppression: (type, recipient) => put(recipient, type, 'Bounce Rule', '550 no such user'),
    addressesOn: (list) => entries.flatMap(({ recipient, type }) => (type === list ? [recipient] : [])),
    forbid: (what) => {
      forbidden.add(what);
    },
  };
  return fake;
}
