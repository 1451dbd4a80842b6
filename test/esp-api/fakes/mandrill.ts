/** Mandrill's API 1.4, from its reference: every call is a POST with the key in the body; most errors are 500. */
import { strToU8, zipSync } from 'fflate';
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

export interface FakeMandrill extends FakeEsp {
  readonly rows: Map<string, Record<string, unknown>>;
  readonly allowed: Set<string>;
  /** The state of export jobs. */
  exportState: string;
  /** Where the result of an export is; the fake itself serves it. */
  resultUrl: string | null;
}

export async function startMandrill(): Promise<FakeMandrill> {
  const key = 'md-ABCdefGHIjklMNOpqrsTUV';
  const webhooks: (Record<string, unknown> & { id: number; url: string })[] = [];
  const rows: FakeMandrill['rows'] = new Map();
  const allowed = new Set<string>();
  const forbidden = new Set<string>();
  let jobs = 0;
  const error = (name: string, message: string, code = -1): FakeAnswer => ({
    status: 500,
    json: { status: 'error', code, name, message },
  });
  const ok = (json: unknown): FakeAnswer => ({ status: 200, json });

  function add(body: Record<string, unknown>) {
    const id = webhooks.length + 42;
    const webhook = {
      id,
      url: String(body.url),
      description: String(body.description ?? ''),
      auth_key: `gplJ8yWptFTqCoq5S1SHPA${id}`,
      events: body.events ?? [],
      created_at: '2026-01-01 15:30:27.12345',
      last_sent_at: null,
      batches_sent: 0,
      events_sent: 0,
      last_error: null,
    };
    webhooks.push(webhook);
    return webhook;
  }

  const server = await startFakeServer({
    authenticate: (request) => {
      // The result of an export is fetched without the key.
      if (request.path.startsWith('/results/')) return null;
      if (jsonOf(request).key !== key) return error('Invalid_Key', 'Invalid API key');
      const kind = request.path.includes('/webhooks/') ? 'webhooks' : 'suppressions';
      return forbidden.has(kind)
        ? { status: 403, json: { status: 'error', code: -1, name: 'Forbidden', message: 'Not allowed' } }
        : null;
    },
    routes: {
      'POST /api/1.4/webhooks/list': () => ok(webhooks),
      'POST /api/1.4/webhooks/add': (request) => ok(add(jsonOf(request))),
      'POST /api/1.4/webhooks/info': (request) => {
        const found = webhooks.find(({ id }) => id === jsonOf(request).id);
        return found === undefined ? error('Unknown_Webhook', 'No webhook exists with the id') : ok(found);
      },
      'POST /api/1.4/webhooks/update': (request) => {
        const { key: _, id, ...changes } = jsonOf(request);
        const found = webhooks.find((webhook) => webhook.id === id);
        return found === undefined
          ? error('Unknown_Webhook', 'No webhook exists with the id')
          : ok(Object.assign(found, changes));
      },
      'POST /api/1.4/rejects/list': (request) => {
        const { email } = jsonOf(request);
        const found = [...rows.values()].filter((row) => email === undefined || row.email === email);
        return ok(found.slice(0, 1_000));
      },
      'POST /api/1.4/exports/rejects': () => {
        jobs++;
        return ok(job('waiting'));
      },
      'POST /api/1.4/exports/info': () => ok(job(fake.exportState)),
      'GET /results/rejects.zip': () => ({ status: 200, bytes: archive() }),
      'POST /api/1.4/rejects/add': (request) => {
        const email = String(jsonOf(request).email);
        const isNew = !rows.has(email);
        if (isNew && !allowed.has(email)) seed(email, 'custom');
        return ok({ email, added: isNew });
      },
      'POST /api/1.4/rejects/delete': (request) => {
        const { email } = jsonOf(request);
        return ok({ email, deleted: rows.delete(String(email)) });
      },
    },
  });

  function seed(email: string, reason: string): void {
    const expires_at = reason === 'custom' ? null : '2026-03-01 15:30:32';
    rows.set(email, {
      email,
      reason,
      detail: '550 mailbox does not exist',
      created_at: '2026-01-01 15:30:32',
      last_event_at: '2026-01-01 15:30:32',
      expired: false,
      expires_at,
    });
  }

  const job = (state: string) => ({
    id: `2026-01-01 12:20:28.${jobs}`,
    created_at: '2026-01-01 12:20:28',
    type: 'reject',
    finished_at: state === 'complete' ? '2026-01-01 12:21:28' : null,
    state,
    result_url: state === 'complete' ? (fake.resultUrl ?? `${server.url}/results/rejects.zip`) : null,
  });

  function archive(): Uint8Array {
    const quoted = (text: unknown) => `"${String(text ?? '').replaceAll('"', '""')}"`;
    const lines = [...rows.values()].map((row) =>
      ['email', 'reason', 'detail', 'created_at', 'expires_at'].map((name) => quoted(row[name])).join(','),
    );
    const csv = ['Email,Reason,Detail,Created At,Expires At', ...lines].join('\r\n');
    return zipSync({ 'rejects.csv': strToU8(csv) });
  }

  const fake: FakeMandrill = {
    exportState: 'complete',
    resultUrl: null,
    provider: 'mandrill',
    server,
    key,
    rows,
    allowed,
    wipes: [],
    seedWebhook: ({ url, events = [] }) => String(add({ url, events }).id),
    webhooks: () => webhooks,
    seedSuppression: (_, email) => seed(email, 'hard-bounce'),
    addressesOn: () => [...rows.keys()],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
  return fake;
}
