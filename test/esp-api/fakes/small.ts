/** ESPs with a few calls: Forward Email, Iterable, Loops, SocketLabs and ZeptoMail. */
import type { FakeEsp } from '../fake-esp.ts';
import { basicOf, type FakeAnswer, formOf, jsonOf, startFakeServer } from '../fake-server.ts';

const message = (status: number, text: string): FakeAnswer => ({ status, json: { message: text } });

/** Forward Email: one bounce webhook a domain. */
export async function startForwardemail(): Promise<FakeEsp & { readonly urls: Map<string, string> }> {
  const key = 'fe0123456789abcdef01234567';
  const urls = new Map<string, string>();
  const forbidden = new Set<string>();
  const server = await startFakeServer({
    authenticate: (request) => {
      if (basicOf(request) !== `${key}:`) return message(401, 'Invalid API token.');
      return forbidden.has('webhooks') ? message(403, 'You do not have permission.') : null;
    },
    routes: {
      'GET /v1/domains/:domain': ({ params }) =>
        params.domain === 'example.com'
          ? { status: 200, json: { name: 'example.com', bounce_webhook: urls.get('example.com') ?? false } }
          : message(404, 'Domain does not exist.'),
      'PUT /v1/domains/:domain': (request) => {
        const url = formOf(request).get('bounce_webhook') ?? '';
        urls.set(request.params.domain ?? '', url);
        return { status: 200, json: { name: request.params.domain, bounce_webhook: url } };
      },
    },
  });
  return {
    provider: 'forwardemail',
    server,
    key,
    options: { domains: 'example.com' },
    urls,
    wipes: [],
    forbid: (what) => {
      forbidden.add(what);
    },
    seedWebhook: ({ url }) => {
      urls.set('example.com', url);
      return 'example.com';
    },
    webhooks: () => [...urls],
  };
}

/** Iterable: webhooks that can be read. */
export async function startIterable(): Promise<FakeEsp> {
  const key = '0123456789abcdef0123456789abcdef';
  const webhooks: Record<string, unknown>[] = [];
  const forbidden = new Set<string>();
  const error = (status: number, code: string): FakeAnswer => ({
    status,
    json: { msg: code, code, params: null },
  });
  const server = await startFakeServer({
    authenticate: ({ headers }) => {
      if (headers['api-key'] !== key) return error(401, 'BadApiKey');
      return forbidden.has('webhooks') ? error(403, 'Forbidden') : null;
    },
    routes: { 'GET /api/webhooks': () => ({ status: 200, json: { webhooks } }) },
  });
  return {
    provider: 'iterable',
    server,
    key,
    wipes: [],
    forbid: (what) => {
      forbidden.add(what);
    },
    seedWebhook: ({ url, enabled = true }) => {
      const id = webhooks.length + 1;
      webhooks.push({
        id,
        endpoint: url,
        enabled,
        authType: 'Basic',
        blastSendEnabled: true,
        triggeredSendEnabled: false,
        channelIds: [7],
      });
      return String(id);
    },
    webhooks: () => webhooks,
  };
}

export interface FakeLoops extends FakeEsp {
  quota: number;
}

/** Loops: one address at a time, with a quota of removals. */
export async function startLoops(): Promise<FakeLoops> {
  const key = '0123456789abcdef0123456789loops0';
  const suppressed = new Set<string>();
  const forbidden = new Set<string>();
  const wipes: string[] = [];
  const failure = (status: number, text: string): FakeAnswer => ({
    status,
    json: { success: false, message: text },
  });
  const quota = () => ({ limit: 100, remaining: fake.quota });
  const server = await startFakeServer({
    authenticate: ({ headers }) => {
      if (headers.authorization !== `Bearer ${key}`)
        return { status: 401, json: { error: 'Invalid API key' } };
      return forbidden.has('suppressions') ? failure(403, 'Forbidden') : null;
    },
    routes: {
      'GET /api/v1/api-key': () => ({ status: 200, json: { success: true, teamName: 'Shop' } }),
      'GET /api/v1/contacts/suppression': ({ query }) => {
        const email = query.get('email') ?? '';
        if (email.startsWith('nobody@')) return failure(404, 'Contact not found.');
        const contact = { id: 'c1', email, userId: null };
        return { status: 200, json: { contact, isSuppressed: suppressed.has(email), removalQuota: quota() } };
      },
      'DELETE /api/v1/contacts/suppression': ({ query }) => {
        const email = query.get('email');
        if (!email) wipes.push('no address');
        if (!suppressed.delete(email ?? '')) return failure(400, 'Contact is not suppressed.');
        fake.quota--;
        return { status: 200, json: { success: true, message: 'Removed', removalQuota: quota() } };
      },
    },
  });
  const fake: FakeLoops = {
    provider: 'loops',
    server,
    key,
    quota: 100,
    wipes,
    seedSuppression: (_, email) => {
      suppressed.add(email);
    },
    addressesOn: () => [...suppressed],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
  return fake;
}

/** SocketLabs: an address is added, removed, or asked for. */
export async function startSocketlabs(): Promise<FakeEsp> {
  const key = 'sl0123456789abcdef0123456789abcdef';
  const suppressed = new Set<string>();
  const forbidden = new Set<string>();
  const wipes: string[] = [];
  const server = await startFakeServer({
    authenticate: ({ headers }) => {
      if (headers.authorization !== `Bearer ${key}`) return message(401, 'Unauthorized');
      return forbidden.has('suppressions') ? message(403, 'Forbidden') : null;
    },
    routes: {
      'GET /v2/servers/:server/suppressions': ({ query }) =>
        suppressed.has(query.get('emailAddress') ?? '')
          ? { status: 200, json: { data: {} } }
          : message(404, 'Not found'),
      'POST /v2/servers/:server/suppressions': ({ query }) => {
        suppressed.add(query.get('emailAddress') ?? '');
        return { status: 200, json: { data: {} } };
      },
      'DELETE /v2/servers/:server/suppressions/remove': ({ query }) => {
        const address = query.get('emailAddress');
        if (!address) wipes.push('no address');
        return suppressed.delete(address ?? '') ? { status: 200, json: {} } : message(404, 'Not found');
      },
    },
  });
  return {
    provider: 'socketlabs',
    server,
    key,
    options: { serverId: '1234' },
    wipes,
    seedSuppression: (_, email) => {
      suppressed.add(email);
    },
    addressesOn: () => [...suppressed],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}

/** ZeptoMail: an OAuth client, and errors named in the body. */
export async function startZeptomail(): Promise<FakeEsp> {
  const key = '1000.CLIENT0123:secret0123456789:1000.refresh0123456789';
  const token = '1000.access0123456789';
  const suppressed = new Set<string>();
  const forbidden = new Set<string>();
  const wipes: string[] = [];
  const error = (status: number, code: string, text: string): FakeAnswer => ({
    status,
    json: { error: { code, details: [{ code, message: text }], message: text } },
  });
  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (path === '/oauth/v2/token') return null;
      if (headers.authorization !== `Zoho-oauthtoken ${token}`) return error(401, 'TM_4001', 'Access denied');
      return forbidden.has('suppressions') ? error(403, 'TM_4002', 'Scope mismatch') : null;
    },
    routes: {
      'POST /oauth/v2/token': (request) => {
        const form = formOf(request);
        const given = [form.get('client_id'), form.get('client_secret'), form.get('refresh_token')].join(':');
        // Zoho answers 200 to a wrong client.
        return {
          status: 200,
          json: given === key ? { access_token: token, expires_in: 3_600 } : { error: 'invalid_client' },
        };
      },
      'POST /v1.1/suppressions/email': (request) => {
        const { values } = jsonOf(request);
        const [email] = Array.isArray(values) ? values.map(String) : [];
        if (email === undefined) return error(400, 'TM_3201', 'values is required');
        if (suppressed.has(email)) return error(400, 'DND_101', 'Already exists');
        suppressed.add(email);
        return { status: 201, json: { message: 'OK' } };
      },
      'DELETE /v1.1/suppressions/email': (request) => {
        const { values } = jsonOf(request);
        const [email] = Array.isArray(values) ? values.map(String) : [];
        if (email === undefined) wipes.push('no address');
        return suppressed.delete(email ?? '') ? { status: 204 } : error(400, 'DND_102', 'Not found');
      },
    },
  });
  return {
    provider: 'zeptomail',
    server,
    key,
    wipes,
    seedSuppression: (_, email) => {
      suppressed.add(email);
    },
    addressesOn: () => [...suppressed],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
