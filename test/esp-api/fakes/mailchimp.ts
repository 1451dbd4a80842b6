/** Mailchimp's Marketing API 3.0, from its reference: webhooks and members of an audience. */
import { createHash } from 'node:crypto';
import type { FakeEsp } from '../fake-esp.ts';
import { basicOf, type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

const AUDIENCE = 'a1b2c3d4e5';
const BASE = `/3.0/lists/${AUDIENCE}`;

interface Member {
  email_address: string;
  status: string;
  unsubscribe_reason?: string;
  last_changed: string;
}

export interface FakeMailchimp extends FakeEsp {
  readonly members: Map<string, Member>;
}

export async function startMailchimp(): Promise<FakeMailchimp> {
  const key = '0123456789abcdef0123456789abcdef-us21';
  const webhooks: (Record<string, unknown> & { id: string })[] = [];
  const members: FakeMailchimp['members'] = new Map();
  const forbidden = new Set<string>();
  const error = (status: number, title: string, detail: string): FakeAnswer => ({
    status,
    json: { type: 'about:blank', title, status, detail },
  });
  const idOf = (email: string) => createHash('md5').update(email.toLowerCase()).digest('hex');

  function add(body: Record<string, unknown>) {
    const id = `wh${webhooks.length + 1}`;
    const row = { sources: { user: true, admin: true, api: true }, list_id: AUDIENCE, ...body, id };
    webhooks.push(row);
    return row;
  }

  function seed(email_address: string, status: string): void {
    members.set(idOf(email_address), { email_address, status, last_changed: '2026-01-01T10:11:12+00:00' });
  }

  const server = await startFakeServer({
    authenticate: (request) => {
      if (!basicOf(request).endsWith(`:${key}`)) {
        return error(
          401,
          'API Key Invalid',
          "Your API key may be invalid, or you've attempted to access the wrong datacenter.",
        );
      }
      return forbidden.has(request.path.includes('webhooks') ? 'webhooks' : 'suppressions')
        ? error(403, 'User Action Not Permitted', 'Not permitted.')
        : null;
    },
    routes: {
      [`GET ${BASE}/webhooks`]: () => ({
        status: 200,
        json: { webhooks, list_id: AUDIENCE, total_items: webhooks.length },
      }),
      [`POST ${BASE}/webhooks`]: (request) => ({ status: 200, json: add(jsonOf(request)) }),
      [`PATCH ${BASE}/webhooks/:id`]: (request) => {
        const row = webhooks.find(({ id }) => id === request.params.id);
        return row === undefined
          ? error(404, 'Resource Not Found', 'The requested resource could not be found.')
          : { status: 200, json: Object.assign(row, jsonOf(request)) };
      },
      [`GET ${BASE}/members`]: ({ query }) => {
        const offset = Number(query.get('offset') ?? 0);
        const wanted = [...members.values()].filter(({ status }) => status === query.get('status'));
        const part = wanted.slice(offset, offset + Math.min(Number(query.get('count') ?? 10), 1_000));
        return { status: 200, json: { members: part, total_items: wanted.length } };
      },
      [`GET ${BASE}/members/:id`]: ({ params }) => {
        const row = members.get(params.id ?? '');
        return row === undefined
          ? error(404, 'Resource Not Found', 'The requested resource could not be found.')
          : { status: 200, json: row };
      },
      [`PUT ${BASE}/members/:id`]: (request) => {
        const { email_address, status } = jsonOf(request);
        seed(String(email_address), String(status));
        return { status: 200, json: members.get(request.params.id ?? '') };
      },
    },
  });

  return {
    provider: 'mailchimp',
    server,
    key,
    options: { audienceId: AUDIENCE },
    members,
    wipes: [],
    seedWebhook: ({ url, events = [] }) =>
      add({ url, events: Object.fromEntries(events.map((name) => [name, true])) }).id,
    webhooks: () => webhooks,
    seedSuppression: (list, email) => seed(email, list),
    addressesOn: (list) =>
      [...members.values()].flatMap(({ email_address, status }) => (status === list ? [email_address] : [])),
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
