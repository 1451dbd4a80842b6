/** Elastic Email's API v4, from its SDK: three lists, a search for parts, and a removal from all of them. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, startFakeServer } from '../fake-server.ts';

export async function startElasticemail(): Promise<FakeEsp> {
  const key = '0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF';
  const lists = new Map(['bounces', 'complaints', 'unsubscribes'].map((name) => [name, new Set<string>()]));
  const forbidden = new Set<string>();
  const error = (status: number, text: string): FakeAnswer => ({ status, json: { Error: text } });
  const list = (name = '') => lists.get(name) ?? new Set<string>();

  const server = await startFakeServer({
    authenticate: ({ headers }) => {
      if (headers['x-elasticemail-apikey'] !== key) return error(401, 'APIKey Expired or invalid');
      return forbidden.has('suppressions') ? error(403, 'Access level too low') : null;
    },
    routes: {
      'GET /v4/suppressions/:list': ({ params, query }) => {
        const offset = Number(query.get('offset') ?? 0);
        const limit = Number(query.get('limit') ?? 100);
        const search = query.get('search') ?? '';
        const rows = [...list(params.list)]
          .filter((email) => email.includes(search))
          .slice(offset, offset + limit);
        return {
          status: 200,
          json: rows.map((Email) => ({
            Email,
            FriendlyErrorMessage: 'No such user',
            ErrorCode: 550,
            DateUpdated: '2026-01-01T10:11:12',
          })),
        };
      },
      'POST /v4/suppressions/:list': (request) => {
        const emails: unknown = JSON.parse(request.body);
        if (!Array.isArray(emails) || emails.length > 1_000) return error(400, 'Too many addresses');
        for (const email of emails) list(request.params.list).add(String(email));
        return { status: 201, json: [] };
      },
      'DELETE /v4/suppressions/:email': ({ params }) => {
        const removed = [...lists.values()].map((rows) => rows.delete(params.email ?? ''));
        return removed.includes(true) ? { status: 200 } : error(404, 'Suppression not found');
      },
    },
  });

  return {
    provider: 'elasticemail',
    server,
    key,
    wipes: [],
    seedSuppression: (name, email) => {
      list(name).add(email);
    },
    addressesOn: (name) => [...list(name)],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
