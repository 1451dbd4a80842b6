/** Mailgun's API, from its reference: webhooks of domains and of the account, signing key, lists of a domain. */
import type { FakeEsp } from '../fake-esp.ts';
import { basicOf, type FakeAnswer, type FakeRequest, formOf, startFakeServer } from '../fake-server.ts';

const DOMAIN = 'mg.example.com';
const EVENTS = [
  'accepted',
  'delivered',
  'opened',
  'clicked',
  'unsubscribed',
  'complained',
  'temporary_fail',
  'permanent_fail',
];
const LISTS = ['bounces', 'complaints', 'unsubscribes'] as const;

interface AccountWebhook {
  webhook_id: string;
  url: string;
  event_types: string[];
  description: string;
  created_at: string;
}

export interface FakeMailgun extends FakeEsp {
  readonly allowed: string[];
  readonly accountWebhooks: AccountWebhook[];
  readonly otherDomains: string[];
}

export async function startMailgun(level: 'domain' | 'account' = 'domain'): Promise<FakeMailgun> {
  const key = 'key-3ax6xnjp29jd6fds4gc373sgvjxteol0';
  const urlsByEvent = new Map<string, string[]>(EVENTS.map((name) => [name, []]));
  const accountWebhooks: AccountWebhook[] = [];
  const lists = new Map(LISTS.map((name) => [name as string, new Map<string, Record<string, unknown>>()]));
  const allowed: string[] = [];
  const wipes: string[] = [];
  const otherDomains: string[] = [];
  const forbidden = new Set<string>();
  let serial = 0;

  const message = (status: number, text: string): FakeAnswer => ({ status, json: { message: text } });
  const list = (name: string | undefined) =>
    lists.get(name ?? '') ?? new Map<string, Record<string, unknown>>();
  const shown = () => ({
    webhooks: Object.fromEntries(
      [...urlsByEvent].map(([name, urls]) => [name, urls.length === 0 ? null : { urls: [...urls] }]),
    ),
  });

  function addUrl(request: FakeRequest, replace: boolean): FakeAnswer {
    const form = formOf(request);
    const url = form.get('url') ?? '';
    const types = form.getAll('event_types');
    if (request.params.domain !== DOMAIN) return message(404, 'Domain not found');
    if (!url.startsWith('https://')) {
      return { status: 400, json: { Reason: `invalid parameters: ${url} is not a valid url` } };
    }
    for (const type of types) {
      const urls = urlsByEvent.get(type);
      if (urls === undefined) return { status: 400, json: { Reason: `unknown event type '${type}'` } };
      if (!replace && urls.includes(url)) {
        return {
          status: 400,
          json: { Reason: `Webhook for event type '${type}' with URL '${url}' already exists` },
        };
      }
      if (!urls.includes(url) && urls.length >= 3) {
        return { status: 400, json: { Reason: `The limit of 3 URLs for event type '${type}' is reached` } };
      }
    }
    if (replace) removeUrl(url);
    for (const type of types) urlsByEvent.get(type)?.push(url);
    return { status: 200, json: shown() };
  }

  function removeUrl(url: string): void {
    for (const [name, urls] of urlsByEvent) {
      urlsByEvent.set(
        name,
        urls.filter((other) => other !== url),
      );
    }
  }

  function pageOf(request: FakeRequest): FakeAnswer {
    const { domain, list: name = '' } = request.params;
    const limit = Math.min(Number(request.query.get('limit') ?? 100), 1_000);
    const after = request.query.get('address');
    const all = [...list(name).values()];
    const start = after === null ? 0 : all.findIndex(({ address }) => address === after) + 1;
    const items = all.slice(start, start + limit);
    const last = items.at(-1)?.address ?? after ?? '';
    const link = (page: string, address: unknown) =>
      `https://api.mailgun.net/v3/${domain}/${name}?page=${page}&address=${encodeURIComponent(String(address))}&limit=${limit}`;
    const paging = {
      first: link('first', ''),
      next: link('next', last),
      previous: link('previous', ''),
      last: link('last', ''),
    };
    return { status: 200, json: { items, paging } };
  }

  function addAccountWebhook(body: URLSearchParams): AccountWebhook {
    const webhook = {
      webhook_id: `wh_${++serial}`,
      url: body.get('url') ?? '',
      event_types: body.getAll('event_types'),
      description: body.get('description') ?? '',
      created_at: '2026-01-01T12:00:00Z',
    };
    accountWebhooks.push(webhook);
    return webhook;
  }

  const server = await startFakeServer({
    authenticate: (request) => {
      if (basicOf(request) !== `api:${key}`) return { status: 401, text: 'Forbidden' };
      const kind = /webhook|signing/.test(request.path) ? 'webhooks' : 'suppressions';
      return forbidden.has(kind) ? message(403, 'Insufficient permissions for the key') : null;
    },
    routes: {
      'GET /v4/domains': ({ query }) => {
        const items = [DOMAIN, ...otherDomains]
          .map((name) => ({ name, state: 'active' }))
          .slice(Number(query.get('skip') ?? 0));
        return { status: 200, json: { total_count: 1, items } };
      },
      'GET /v3/domains/:domain/webhooks': ({ params }) =>
        params.domain === DOMAIN ? { status: 200, json: shown() } : message(404, 'Domain not found'),
      'POST /v4/domains/:domain/webhooks': (request) => addUrl(request, false),
      'PUT /v4/domains/:domain/webhooks': (request) => addUrl(request, true),
      'DELETE /v4/domains/:domain/webhooks': ({ query }) => {
        const url = query.get('url');
        if (url === null || url === '') wipes.push('all webhooks of the domain');
        removeUrl(url ?? '');
        return { status: 200, json: shown() };
      },
      'GET /v1/webhooks': () => ({ status: 200, json: { webhooks: accountWebhooks } }),
      'POST /v1/webhooks': (request) => ({
        status: 200,
        json: { webhook_id: addAccountWebhook(formOf(request)).webhook_id },
      }),
      'PUT /v1/webhooks/:id': (request) => {
        const webhook = accountWebhooks.find(({ webhook_id }) => webhook_id === request.params.id);
        if (webhook === undefined) return message(404, 'webhook not found');
        const form = formOf(request);
        webhook.url = form.get('url') ?? webhook.url;
        webhook.event_types = form.getAll('event_types');
        return { status: 204 };
      },
      'GET /v5/accounts/http_signing_key': () => ({
        status: 200,
        json: { message: 'success', http_signing_key: '5ccdae0bd6a1f9ec2b4f1c7c0f0a0d9a' },
      }),
      'GET /v3/:domain/whitelists': () => ({
        status: 200,
        json: {
          items: allowed.map((value) => ({
            type: 'address',
            value,
            reason: '',
            createdAt: 'Fri, 02 Jan 2026 11:02:55 UTC',
          })),
          paging: { first: '', next: '', previous: '', last: '' },
        },
      }),
      'GET /v3/:domain/:list/:address': ({ params }) => {
        const row = list(params.list).get(params.address ?? '');
        return row === undefined
          ? message(404, 'Address not found in bounces table')
          : { status: 200, json: row };
      },
      'DELETE /v3/:domain/:list/:address': ({ params }) => {
        const isThere = list(params.list).delete(params.address ?? '');
        return isThere
          ? { status: 200, json: { message: 'Bounced address has been removed', address: params.address } }
          : message(404, 'Address not found in bounces table');
      },
      'GET /v3/:domain/:list': pageOf,
      'POST /v3/:domain/:list': (request) => {
        const rows: unknown = JSON.parse(request.body);
        if (!Array.isArray(rows) || rows.length > 1_000)
          return message(400, 'Batch size should be at most 1000');
        for (const row of rows) seed(request.params.list ?? '', String(row.address), row);
        return message(200, `${rows.length} addresses have been added`);
      },
      'DELETE /v3/:domain/:list': ({ params }) => {
        wipes.push(`all of ${params.list}`);
        list(params.list).clear();
        return message(200, 'all entries have been removed');
      },
    },
  });

  function seed(name: string, address: string, row: Record<string, unknown> = {}): void {
    const extra =
      name === 'bounces'
        ? { code: '550', error: 'No such user' }
        : name === 'unsubscribes'
          ? { tags: ['*'] }
          : {};
    list(name).set(address, { address, created_at: 'Fri, 02 Jan 2026 11:02:55 UTC', ...extra, ...row });
  }

  return {
    provider: 'mailgun',
    server,
    key,
    options: level === 'domain' ? { domains: DOMAIN } : {},
    allowed,
    accountWebhooks,
    otherDomains,
    wipes,
    seedWebhook: ({ url, events = [] }) => {
      if (level === 'account') {
        const form = new URLSearchParams({ url });
        for (const event of events) form.append('event_types', event);
        return addAccountWebhook(form).webhook_id;
      }
      for (const event of events) urlsByEvent.get(event)?.push(url);
      return url;
    },
    webhooks: () => (level === 'account' ? accountWebhooks : [shown()]),
    seedSuppression: (name, address, at) =>
      seed(name, address, at === undefined ? {} : { created_at: new Date(at).toUTCString() }),
    addressesOn: (name) => [...list(name).keys()],
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
