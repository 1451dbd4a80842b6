/** UniSender Go's API, from the libraries of its maker: everything is a POST, and a webhook is its URL. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

export interface FakeUnisenderGo extends FakeEsp {
  /** How pages of the suppression list are told. */
  paging: 'cursor' | 'offset';
  readonly rows: Map<string, { cause: string; is_deletable: boolean }>;
}

const BASE = '/ru/transactional/api/v1';

export async function startUnisenderGo(): Promise<FakeUnisenderGo> {
  const key = '6abcdefghijklmnopqrstuvwxyz0123456789';
  const hooks = new Map<string, Record<string, unknown>>();
  const rows: FakeUnisenderGo['rows'] = new Map();
  const forbidden = new Set<string>();
  const wipes: string[] = [];
  const ok = (json: object): FakeAnswer => ({ status: 200, json: { status: 'success', ...json } });
  const error = (status: number, code: number, message: string): FakeAnswer => ({
    status,
    json: { status: 'error', code, message },
  });
  const shown = (email: string, row: { cause: string; is_deletable: boolean }) => ({
    email,
    project_id: '',
    source: 'system',
    created: '2026-01-01 10:11:12',
    ...row,
  });

  function set(body: Record<string, unknown>): void {
    const url = String(body.url);
    hooks.set(url, { id: hooks.size + 1, updated_at: '2026-01-01 10:11:12', ...hooks.get(url), ...body });
  }

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers['x-api-key'] !== key)
        return error(401, 102, `Can not decode key '${headers['x-api-key']}'`);
      return forbidden.has(path.includes('webhook') ? 'webhooks' : 'suppressions')
        ? error(403, 114, 'No access')
        : null;
    },
    routes: {
      [`POST ${BASE}/webhook/list.json`]: (request) => {
        const { limit = 50, offset = 0 } = jsonOf(request);
        return ok({ objects: [...hooks.values()].slice(Number(offset), Number(offset) + Number(limit)) });
      },
      [`POST ${BASE}/webhook/set.json`]: (request) => {
        set(jsonOf(request));
        return ok({ object: hooks.get(String(jsonOf(request).url)) });
      },
      [`POST ${BASE}/webhook/delete.json`]: (request) => {
        const { url } = jsonOf(request);
        return hooks.delete(String(url)) ? ok({}) : error(404, 2_501, 'Webhook not found');
      },
      [`POST ${BASE}/suppression/get.json`]: (request) => {
        const email = String(jsonOf(request).email);
        const row = rows.get(email);
        return ok({
          email,
          suppressions: row === undefined ? [] : [{ ...shown(email, row), email: undefined }],
        });
      },
      [`POST ${BASE}/suppression/list.json`]: (request) => {
        const { limit = 50, offset, cursor, start_time } = jsonOf(request);
        const all = start_time === undefined ? [] : [...rows];
        const start = Number(fake.paging === 'cursor' ? (cursor ?? 0) : (offset ?? 0));
        const part = all.slice(start, start + Number(limit));
        const next = start + part.length < all.length ? String(start + part.length) : '';
        const suppressions = part.map(([email, row]) => shown(email, row));
        return ok(fake.paging === 'cursor' ? { suppressions, cursor: next } : { suppressions });
      },
      [`POST ${BASE}/suppression/set.json`]: (request) => {
        const { email, cause } = jsonOf(request);
        rows.set(String(email), { cause: String(cause), is_deletable: true });
        return ok({});
      },
      [`POST ${BASE}/suppression/delete.json`]: (request) => {
        const email = String(jsonOf(request).email ?? '');
        if (email === '') wipes.push('no address');
        if (rows.get(email)?.is_deletable !== false) rows.delete(email);
        return ok({});
      },
    },
  });

  const fake: FakeUnisenderGo = {
    provider: 'unisender-go',
    server,
    key,
    paging: 'cursor',
    rows,
    wipes,
    seedWebhook: ({ url, events = [], enabled = true }) => {
      set({
        url,
        status: enabled ? 'active' : 'stopped',
        event_format: 'json_post',
        events: { email_status: [...events], spam_block: ['*'] },
      });
      return url;
    },
    webhooks: () => [...hooks.values()],
    seedSuppression: (_, email) => {
      rows.set(email, { cause: 'permanent_unavailable', is_deletable: true });
    },
    addressesOn: () => [...rows.keys()],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
  return fake;
}
