/** SMTP2GO's API v3, from its reference: everything is a POST, and a removal names the reasons. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

export interface FakeSmtp2go extends FakeEsp {
  readonly rows: { email_address: string; reason: string }[];
  /** Answers a single webhook bare, as the document shows it. */
  bareWebhook: boolean;
}

export async function startSmtp2go(): Promise<FakeSmtp2go> {
  const key = 'api-0123456789ABCDEF0123456789ABCDEF';
  const webhooks: (Record<string, unknown> & { id: number })[] = [];
  const rows: FakeSmtp2go['rows'] = [];
  const wipes: string[] = [];
  const forbidden = new Set<string>();
  const ok = (data: unknown): FakeAnswer => ({ status: 200, json: { request_id: 'r1', data } });
  const error = (status: number, error_code: string, text: string): FakeAnswer => ({
    status,
    json: { request_id: 'r1', data: { error: text, error_code: `E_ApiResponseCodes.${error_code}` } },
  });

  function add(body: Record<string, unknown>) {
    const row = {
      events: [],
      sms_events: [],
      headers: [],
      usernames: [],
      output_format: 'form',
      ...body,
      id: webhooks.length + 1,
    };
    webhooks.push(row);
    return row;
  }

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers['x-smtp2go-api-key'] !== key)
        return error(400, 'API_EXCEPTION_API_KEY_INVALID', 'The API key is invalid');
      return forbidden.has(path.includes('webhook') ? 'webhooks' : 'suppressions')
        ? error(400, 'ENDPOINT_PERMISSION_DENIED', 'You do not have permission to access this endpoint')
        : null;
    },
    routes: {
      'POST /v3/webhook/view': () => ok(fake.bareWebhook && webhooks.length === 1 ? webhooks[0] : webhooks),
      'POST /v3/webhook/add': (request) => ok(add(jsonOf(request))),
      'POST /v3/webhook/edit': (request) => {
        const { id, ...changes } = jsonOf(request);
        const found = webhooks.find((row) => row.id === id);
        return found === undefined
          ? error(400, 'NOT_FOUND', 'No such webhook')
          : ok(Object.assign(found, changes));
      },
      'POST /v3/suppression/view': (request) => {
        const { email_address, continue_token, start_date, end_date } = jsonOf(request);
        const isWhole = start_date !== undefined && end_date !== undefined;
        const found = rows.filter(
          (row) => isWhole && (email_address === undefined || row.email_address === email_address),
        );
        const start = Number(continue_token ?? 0);
        const results = found.slice(start, start + 1_000).map((row) => ({
          ...row,
          block_description: '',
          complaint: '',
          timestamp: '2026-01-21 11:10:55.457489+00:00',
        }));
        const next = start + 1_000 < found.length ? String(start + 1_000) : null;
        return ok({ results, continue_token: next, total_results: found.length });
      },
      'POST /v3/suppression/add': (request) => {
        const email = String(jsonOf(request).email_address);
        const isThere = rows.some(
          ({ email_address, reason }) => email_address === email && reason === 'manual',
        );
        if (!isThere) rows.push({ email_address: email, reason: 'manual' });
        return ok({ email_address: email, block_description: '', added: !isThere });
      },
      'POST /v3/suppression/remove': (request) => {
        const { email_address, reasons } = jsonOf(request);
        if (!Array.isArray(reasons)) wipes.push('reasons by default');
        const names = Array.isArray(reasons) ? reasons.map(String) : ['manual', 'spam'];
        const suppressions = names.map((reason) => {
          const index = rows.findIndex((row) => row.email_address === email_address && row.reason === reason);
          if (index >= 0) rows.splice(index, 1);
          return { reason, email_address, removed: index >= 0 };
        });
        return ok({ suppressions });
      },
    },
  });

  const fake: FakeSmtp2go = {
    provider: 'smtp2go',
    server,
    key,
    rows,
    bareWebhook: false,
    wipes,
    seedWebhook: ({ url, events = [] }) => String(add({ url, events: [...events] }).id),
    webhooks: () => webhooks,
    seedSuppression: (_, email_address) => {
      rows.push({ email_address, reason: 'bounce' });
    },
    addressesOn: () => rows.map(({ email_address }) => email_address),
    forbid: (what) => {
      forbidden.add(what);
    },
  };
  return fake;
}
