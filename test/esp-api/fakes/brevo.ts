/** Brevo's API v3, from its reference: webhooks without a flag, a blocked list a sender, and a limit by the hour. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, jsonOf, startFakeServer } from '../fake-server.ts';

export interface FakeBrevo extends FakeEsp {
  /** Gives the events as one text with commas, as Brevo's own example does. */
  joinsEvents: boolean;
  readonly contacts: { email: string; senderEmail: string; code: string }[];
}

export async function startBrevo(): Promise<FakeBrevo> {
  const key = 'xkeysib-0123456789abcdef-AbCdEfGh';
  const webhooks: (Record<string, unknown> & { id: number; events: string[] })[] = [];
  const contacts: FakeBrevo['contacts'] = [];
  const error = (status: number, code: string, message: string): FakeAnswer => ({
    status,
    json: { code, message },
  });

  function add(body: Record<string, unknown>): { id: number } {
    const id = webhooks.length + 1;
    const events = Array.isArray(body.events) ? body.events.map(String) : [];
    webhooks.push({
      description: '',
      type: 'transactional',
      createdAt: '2026-01-01T12:00:00.000Z',
      modifiedAt: '2026-01-01T12:00:00.000Z',
      ...body,
      id,
      events,
    });
    return { id };
  }

  const server = await startFakeServer({
    authenticate: ({ headers }) =>
      headers['api-key'] === key ? null : error(401, 'unauthorized', `Key not found: ${headers['api-key']}`),
    headers: () => ({
      'x-sib-ratelimit-limit': '100',
      'x-sib-ratelimit-remaining': '99',
      'x-sib-ratelimit-reset': '9',
    }),
    routes: {
      'GET /v3/webhooks': () =>
        webhooks.length === 0
          ? error(404, 'document_not_found', 'No webhooks found')
          : {
              status: 200,
              json: {
                webhooks: webhooks.map((row) =>
                  fake.joinsEvents ? { ...row, events: [row.events.join(',')] } : row,
                ),
              },
            },
      'POST /v3/webhooks': (request) => ({ status: 201, json: add(jsonOf(request)) }),
      'PUT /v3/webhooks/:id': (request) => {
        const found = webhooks.find(({ id }) => String(id) === request.params.id);
        if (found === undefined) return error(404, 'document_not_found', 'Webhook ID does not exist');
        Object.assign(found, jsonOf(request));
        return { status: 204 };
      },
      'GET /v3/smtp/blockedContacts': ({ query }) => {
        const limit = Math.min(Number(query.get('limit') ?? 50), 100);
        const offset = Number(query.get('offset') ?? 0);
        const rows = contacts.slice(offset, offset + limit).map(({ email, senderEmail, code }) => ({
          email,
          senderEmail,
          reason: { code, message: 'Admin blocked or bounced' },
          blockedAt: '2026-01-01T12:00:00.000Z',
        }));
        return { status: 200, json: { count: contacts.length, contacts: rows } };
      },
      'DELETE /v3/smtp/blockedContacts/:email': ({ params }) => {
        const kept = contacts.filter(({ email }) => email !== params.email);
        if (kept.length === contacts.length) return error(404, 'document_not_found', 'Contact not found');
        contacts.splice(0, contacts.length, ...kept);
        return { status: 204 };
      },
    },
  });

  const fake: FakeBrevo = {
    provider: 'brevo',
    server,
    key,
    joinsEvents: false,
    contacts,
    wipes: [],
    seedWebhook: ({ url, events = [] }) => String(add({ url, events: [...events] }).id),
    webhooks: () => webhooks,
    seedSuppression: (_, email) => {
      contacts.push({ email, senderEmail: 'shop@example.com', code: 'hardBounce' });
    },
    addressesOn: () => contacts.map(({ email }) => email),
  };
  return fake;
}
