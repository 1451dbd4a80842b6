/** Scaleway Transactional Email, from its OpenAPI document: webhooks that point at a topic, and a blocklist. */
import { randomUUID } from 'node:crypto';
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, type FakeRequest, jsonOf, startFakeServer } from '../fake-server.ts';

const DOMAIN = randomUUID();
const PROJECT = randomUUID();
const TOPIC = 'arn:scw:sns:fr-par:project-0123:bounce-ledger';
const BASE = '/transactional-email/v1alpha1/regions/fr-par';

export async function startScaleway(): Promise<FakeEsp> {
  const key = '01234567-89ab-4def-8123-456789abcdef';
  const webhooks: (Record<string, unknown> & { id: string })[] = [];
  const rows = new Map<string, Record<string, unknown> & { id: string; email: string }>();
  const forbidden = new Set<string>();
  const error = (status: number, type: string, message: string): FakeAnswer => ({
    status,
    json: { type, message },
  });
  const time = '2026-01-01T10:11:12Z';

  function page(name: string, all: readonly unknown[], { query }: FakeRequest): FakeAnswer {
    const size = Math.min(Number(query.get('page_size') ?? 20), 100);
    const start = (Number(query.get('page') ?? 1) - 1) * size;
    return { status: 200, json: { total_count: all.length, [name]: all.slice(start, start + size) } };
  }

  function add(body: Record<string, unknown>) {
    const row = {
      name: 'by hand',
      domain_id: DOMAIN,
      project_id: PROJECT,
      organization_id: PROJECT,
      created_at: time,
      updated_at: time,
      ...body,
      id: randomUUID(),
    };
    webhooks.push(row);
    return row;
  }

  function seed(email: string, custom: boolean): Record<string, unknown> {
    const row = {
      id: randomUUID(),
      domain_id: DOMAIN,
      email,
      type: 'mailbox_not_found',
      reason: '550 no such user',
      custom,
      created_at: time,
      updated_at: time,
      ...(custom ? {} : { ends_at: '2026-04-01T00:00:00Z' }),
    };
    rows.set(row.id, row);
    return row;
  }

  const server = await startFakeServer({
    authenticate: ({ headers, path }) => {
      if (headers['x-auth-token'] !== key)
        return error(401, 'denied_authentication', 'authentication is denied');
      return forbidden.has(path.includes('webhooks') ? 'webhooks' : 'suppressions')
        ? error(403, 'permissions_denied', 'insufficient permissions')
        : null;
    },
    routes: {
      [`GET ${BASE}/webhooks`]: (request) => page('webhooks', webhooks, request),
      [`POST ${BASE}/webhooks`]: (request) => ({ status: 200, json: add(jsonOf(request)) }),
      [`PATCH ${BASE}/webhooks/:id`]: (request) => {
        const row = webhooks.find(({ id }) => id === request.params.id);
        return row === undefined
          ? error(404, 'not_found', 'not found')
          : { status: 200, json: Object.assign(row, jsonOf(request)) };
      },
      [`GET ${BASE}/webhooks/:id/events`]: ({ query }) => ({
        status: 200,
        json:
          query.get('statuses') === 'failed'
            ? { total_count: 3, webhook_events: [] }
            : { total_count: 9, webhook_events: [{ created_at: time }] },
      }),
      [`GET ${BASE}/blocklists`]: (request) => {
        const email = request.query.get('email');
        if (request.query.get('domain_id') !== DOMAIN)
          return error(400, 'invalid_arguments', 'domain_id is required');
        return page(
          'blocklists',
          [...rows.values()].filter((row) => email === null || row.email === email),
          request,
        );
      },
      [`POST ${BASE}/blocklists`]: (request) => {
        const { emails } = jsonOf(request);
        const made = (Array.isArray(emails) ? emails : []).map((email) => seed(String(email), true));
        return { status: 200, json: { blocklists: made } };
      },
      [`DELETE ${BASE}/blocklists/:id`]: ({ params }) =>
        rows.delete(params.id ?? '') ? { status: 204 } : error(404, 'not_found', 'not found'),
    },
  });

  return {
    provider: 'scaleway',
    server,
    key,
    options: { domains: DOMAIN, projectId: PROJECT, topicArn: TOPIC },
    wipes: [],
    seedWebhook: ({ url, events = [] }) =>
      add({ event_types: [...events], sns_arn: url.startsWith('arn:') ? url : TOPIC }).id,
    webhooks: () => webhooks,
    seedSuppression: (_, email) => {
      seed(email, false);
    },
    addressesOn: () => [...rows.values()].map(({ email }) => email),
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
