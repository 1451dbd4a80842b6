/** SendPulse's API, from its OpenAPI documents: an OAuth token, a row an action, and the SMTP service's list. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

export interface FakeSendpulse extends FakeEsp {
  readonly all: { id: number; url: string; action: string }[];
  readonly tokensGiven: string[];
}

export async function startSendpulse(): Promise<FakeSendpulse> {
  const key = 'sp_id_0123456789abcdef:sp_secret_0123456789abcdef';
  const all: FakeSendpulse['all'] = [];
  const tokensGiven: string[] = [];
  const rows = new Map<string, Record<string, unknown>>();
  const wipes: string[] = [];
  const forbidden = new Set<string>();
  let serial = 0;
  const ok = (json: unknown): FakeAnswer => ({ status: 200, json });
  const error = (status: number, message: string): FakeAnswer => ({
    status,
    json: { message, error_code: status },
  });

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (path === '/oauth/access_token') return null;
      const token = headers.authorization?.replace('Bearer ', '') ?? '';
      if (!tokensGiven.includes(token)) return error(401, 'Unauthorized');
      return forbidden.has(path.includes('webhook') ? 'webhooks' : 'suppressions')
        ? error(403, 'Forbidden')
        : null;
    },
    routes: {
      'POST /oauth/access_token': (request) => {
        const { client_id, client_secret, grant_type } = jsonOf(request);
        if (grant_type !== 'client_credentials' || `${client_id}:${client_secret}` !== key) {
          return { status: 401, json: { error: 'invalid_client', message: 'Client authentication failed' } };
        }
        const access_token = `token-${++serial}`;
        tokensGiven.push(access_token);
        return ok({ access_token, token_type: 'Bearer', expires_in: 3_600 });
      },
      'GET /v2/email-service/webhook': () => ok({ success: true, data: all }),
      'POST /v2/email-service/webhook': (request) => {
        const { url, actions } = jsonOf(request);
        const made = (Array.isArray(actions) ? actions : []).map((action) => ({
          id: ++serial,
          url: String(url),
          action: String(action),
        }));
        all.push(...made);
        return ok({ success: true, data: made });
      },
      'PUT /v2/email-service/webhook/:id': (request) => {
        const row = all.find(({ id }) => String(id) === request.params.id);
        if (row === undefined) return error(404, 'Not found');
        row.url = String(jsonOf(request).url);
        return ok({ success: true, data: [true] });
      },
      'DELETE /v2/email-service/webhook/:id': ({ params }) => {
        const index = all.findIndex(({ id }) => String(id) === params.id);
        if (index < 0) return error(404, 'Not found');
        all.splice(index, 1);
        return ok({ success: true, data: [true] });
      },
      'GET /smtp/unsubscribe/search': ({ query }) => ok({ result: rows.has(query.get('email') ?? '') }),
      'GET /smtp/unsubscribe': ({ query }) => {
        const offset = Number(query.get('offset') ?? 0);
        return ok([...rows.values()].slice(offset, offset + Number(query.get('limit') ?? 100)));
      },
      'POST /smtp/unsubscribe': (request) => {
        const list: unknown = JSON.parse(request.body);
        for (const { email } of Array.isArray(list) ? list : []) seed(String(email));
        return ok({ result: true });
      },
      'DELETE /smtp/unsubscribe': (request) => {
        const list: unknown = request.body === '' ? [] : JSON.parse(request.body);
        if (!Array.isArray(list) || list.length === 0) wipes.push('no address');
        else for (const email of list) rows.delete(String(email));
        return ok({ result: true });
      },
    },
  });

  function seed(email: string, flags: object = { unsubscribe_by_user: 1 }): void {
    rows.set(email, {
      email,
      unsubscribe_by_link: 0,
      unsubscribe_by_user: 0,
      spam_complaint: 0,
      date: '2026-01-01 10:11:12',
      ...flags,
    });
  }

  return {
    provider: 'sendpulse',
    server,
    key,
    all,
    tokensGiven,
    wipes,
    seedWebhook: ({ url, events = [] }) => {
      for (const action of events) all.push({ id: ++serial, url, action });
      return url;
    },
    webhooks: () => all,
    seedSuppression: (_, email) => seed(email, { spam_complaint: 1 }),
    addressesOn: () => [...rows.keys()],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
