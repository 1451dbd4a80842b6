/** SendGrid's API v3, from its reference: webhooks, signing, suppression lists, settings. */
import { sendgridEventFlags } from '../../../shared/providers/sendgrid/api-schemas.ts';
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, type FakeRequest, jsonOf, type Routes, startFakeServer } from '../fake-server.ts';

type Webhook = Record<string, unknown> & { id: string; url: string; enabled: boolean };

interface Entry {
  email: string;
  created: number;
  reason?: string;
  status?: string;
  ip?: string;
}

export interface FakeSendgrid extends FakeEsp {
  readonly scopes: Set<string>;
  readonly settings: {
    bouncePurge: { enabled: boolean; soft_bounces: number; hard_bounces: number };
    allowList: { enabled: boolean; list: string[] };
    subscriptionTracking: boolean;
    maxWebhooks: number;
  };
  readonly groups: Map<number, Set<string>>;
}

const LISTS = ['bounces', 'blocks', 'invalid_emails', 'spam_reports', 'unsubscribes'] as const;
const CREATED = 1_750_000_000;
/** Ten seconds after the clock of the tests begins. */
const RESET = Date.UTC(2026, 8, 1) / 1000 + 10;
const noContent: FakeAnswer = { status: 204 };

export async function startSendgrid(): Promise<FakeSendgrid> {
  const key = 'SG.fake-key-0123456789.abcdefghijklmnopqrstuvwxyz';
  const webhooks: Webhook[] = [];
  const signed = new Map<string, string>();
  const lists = new Map<string, Map<string, Entry>>(LISTS.map((name) => [name, new Map()]));
  const groups = new Map<number, Set<string>>([[7, new Set()]]);
  const wipes: string[] = [];
  const scopes = new Set([
    'user.webhooks.event.settings.read',
    'user.webhooks.event.settings.update',
    'suppression.read',
    'suppression.delete',
    'asm.suppressions.global.create',
    'mail_settings.read',
  ]);
  const settings: FakeSendgrid['settings'] = {
    bouncePurge: { enabled: false, soft_bounces: 5, hard_bounces: 5 },
    allowList: { enabled: false, list: [] },
    subscriptionTracking: true,
    maxWebhooks: 5,
  };
  let serial = 0;

  const error = (status: number, message: string): FakeAnswer => ({
    status,
    json: { errors: [{ field: null, message }] },
  });
  const list = (name: string) => lists.get(name) ?? new Map<string, Entry>();

  function shown(webhook: Webhook) {
    const publicKey = signed.get(webhook.id);
    return publicKey === undefined ? webhook : { ...webhook, public_key: publicKey };
  }

  function create(request: FakeRequest): FakeAnswer {
    const body = jsonOf(request);
    const url = String(body.url ?? '');
    if (!url.startsWith('https://')) return error(400, `'${url}' is not a valid url`);
    const same = webhooks.find((webhook) => webhook.url === url);
    if (same) {
      const message = `Webhook at '${url}' already exists. Please provide a unique URL.`;
      return { status: 400, json: { errors: [{ id: same.id, message, url }] } };
    }
    if (webhooks.length >= settings.maxWebhooks) {
      return error(400, 'You have reached the maximum number of webhooks per your current billing plan.');
    }
    return { status: 201, json: add(body) };
  }

  function add(body: Record<string, unknown>): Webhook {
    const flags = Object.fromEntries(sendgridEventFlags.map((name) => [name, body[name] === true]));
    const webhook = {
      id: `77d4a5da-7015-11ed-a1eb-${String(++serial).padStart(12, '0')}`,
      url: String(body.url),
      enabled: body.enabled === true,
      friendly_name: String(body.friendly_name ?? ''),
      account_status_change: false,
      created_date: '2026-01-01T12:00:00Z',
      updated_date: '2026-01-01T12:00:00Z',
      ...flags,
    };
    webhooks.push(webhook);
    return webhook;
  }

  /** Without an id SendGrid acts on the oldest webhook. */
  function find(id: string | undefined): Webhook | undefined {
    return id === undefined ? webhooks[0] : webhooks.find((webhook) => webhook.id === id);
  }

  function patch(request: FakeRequest): FakeAnswer {
    const { id } = request.params;
    if (id === undefined) wipes.push('PATCH without an id');
    const webhook = find(id);
    if (webhook === undefined) return error(404, 'Invalid id provided.');
    Object.assign(webhook, jsonOf(request));
    return { status: 200, json: shown(webhook) };
  }

  function sign(request: FakeRequest): FakeAnswer {
    const webhook = find(request.params.id);
    if (webhook === undefined) return error(404, 'Invalid id provided.');
    if (jsonOf(request).enabled === true)
      signed.set(webhook.id, signed.get(webhook.id) ?? publicKeyOf(webhook.id));
    else signed.delete(webhook.id);
    return { status: 200, json: { id: webhook.id, public_key: signed.get(webhook.id) ?? '' } };
  }

  function page(name: string, request: FakeRequest): FakeAnswer {
    const limit = Math.min(Number(request.query.get('limit') ?? 50), 500);
    const offset = Number(request.query.get('offset') ?? 0);
    return { status: 200, json: [...list(name).values()].slice(offset, offset + limit) };
  }

  function listRoutes(name: string): Routes {
    return {
      [`GET /v3/suppression/${name}`]: (request) => page(name, request),
      [`GET /v3/suppression/${name}/:email`]: ({ params }) => {
        const entry = list(name).get(params.email ?? '');
        return { status: 200, json: entry === undefined ? [] : [entry] };
      },
      [`DELETE /v3/suppression/${name}/:email`]: ({ params }) => {
        const isThere = list(name).delete(params.email ?? '');
        return isThere ? noContent : error(404, 'not found');
      },
      [`DELETE /v3/suppression/${name}`]: (request) => {
        const { emails } = jsonOf(request);
        if (!Array.isArray(emails)) {
          wipes.push(`delete all ${name}`);
          list(name).clear();
        } else for (const email of emails) list(name).delete(String(email));
        return noContent;
      },
    };
  }

  const server = await startFakeServer({
    authenticate: ({ headers, method, path }) => {
      if (headers.authorization !== `Bearer ${key}`) {
        return error(401, `authorization required for ${headers.authorization}`);
      }
      const needed = scopeOf(method, path);
      const isAllowed = needed === null || scopes.has(needed);
      return isAllowed ? null : error(403, 'access forbidden');
    },
    headers: () => ({
      'x-ratelimit-limit': '600',
      'x-ratelimit-remaining': '599',
      'x-ratelimit-reset': String(RESET),
    }),
    routes: {
      'GET /v3/scopes': () => ({ status: 200, json: { scopes: [...scopes] } }),
      'GET /v3/user/webhooks/event/settings/all': () => ({
        status: 200,
        json: { max_allowed: settings.maxWebhooks, webhooks: webhooks.map(shown) },
      }),
      'POST /v3/user/webhooks/event/settings': create,
      'PATCH /v3/user/webhooks/event/settings': patch,
      'PATCH /v3/user/webhooks/event/settings/signed/:id': sign,
      'GET /v3/user/webhooks/event/settings/signed/:id': ({ params }) =>
        find(params.id) === undefined
          ? error(404, 'Invalid id provided.')
          : { status: 200, json: { id: params.id, public_key: signed.get(params.id ?? '') ?? '' } },
      'PATCH /v3/user/webhooks/event/settings/:id': patch,
      'POST /v3/user/webhooks/event/test': () => noContent,
      'GET /v3/mail_settings/bounce_purge': () => ({ status: 200, json: settings.bouncePurge }),
      'GET /v3/mail_settings/address_whitelist': () => ({ status: 200, json: settings.allowList }),
      'GET /v3/tracking_settings/subscription': () => ({
        status: 200,
        json: {
          enabled: settings.subscriptionTracking,
          html_content: '',
          landing: '',
          plain_content: '',
          replace: '',
          url: '',
        },
      }),
      ...Object.assign({}, ...LISTS.slice(0, 4).map(listRoutes)),
      'GET /v3/suppression/unsubscribes': (request) => page('unsubscribes', request),
      'POST /v3/asm/suppressions/global': (request) => {
        const emails = jsonOf(request).recipient_emails;
        for (const email of Array.isArray(emails) ? emails.map(String) : []) {
          list('unsubscribes').set(email, { email, created: Math.floor(Date.now() / 1000) });
        }
        return { status: 201, json: { recipient_emails: emails } };
      },
      'GET /v3/asm/suppressions/global/:email': ({ params }) => {
        const isThere = list('unsubscribes').has(params.email ?? '');
        return { status: 200, json: isThere ? { recipient_email: params.email } : {} };
      },
      'DELETE /v3/asm/suppressions/global/:email': ({ params }) => {
        list('unsubscribes').delete(params.email ?? '');
        return noContent;
      },
      'GET /v3/asm/suppressions': () => ({
        status: 200,
        json: [...groups].flatMap(([group_id, emails]) =>
          [...emails].map((email) => ({ email, group_id, group_name: 'Weekly', created_at: CREATED })),
        ),
      }),
      'GET /v3/asm/suppressions/:email': ({ params }) => ({
        status: 200,
        json: {
          suppressions: [...groups].map(([id, emails]) => ({
            id,
            name: 'Weekly',
            description: 'Weekly news',
            is_default: false,
            suppressed: emails.has(params.email ?? ''),
          })),
        },
      }),
      'DELETE /v3/asm/groups/:group/suppressions/:email': ({ params }) => {
        groups.get(Number(params.group))?.delete(params.email ?? '');
        return noContent;
      },
    },
  });

  return {
    provider: 'sendgrid',
    server,
    key,
    scopes,
    settings,
    groups,
    wipes,
    seedWebhook: ({ url, events = [], enabled = true }) =>
      add({ url, enabled, ...Object.fromEntries(events.map((name) => [name, true])) }).id,
    webhooks: () => webhooks.map(shown),
    seedSuppression: (name, email, at = CREATED * 1000) => {
      if (name === 'groups') groups.get(7)?.add(email);
      else {
        const full = name === 'bounces' || name === 'blocks';
        const ip = name === 'spam_reports' ? { ip: '192.0.2.7' } : {};
        const text = full ? { reason: '550 5.1.1 No such user', status: '5.1.1' } : ip;
        list(name === 'global' ? 'unsubscribes' : name).set(email, {
          email,
          created: Math.floor(at / 1000),
          ...text,
        });
      }
    },
    addressesOn: (name) =>
      name === 'groups'
        ? [...(groups.get(7) ?? [])]
        : [...list(name === 'global' ? 'unsubscribes' : name).keys()],
    forbid: (what) => {
      for (const scope of scopes)
        if (scope.includes(what === 'webhooks' ? 'webhooks' : 'suppression')) scopes.delete(scope);
    },
  };
}

function scopeOf(method: string, path: string): string | null {
  if (path.includes('/webhooks/')) {
    return `user.webhooks.event.settings.${method === 'GET' ? 'read' : 'update'}`;
  }
  if (path.startsWith('/v3/suppression') || path.startsWith('/v3/asm')) {
    if (method === 'POST') return 'asm.suppressions.global.create';
    return method === 'GET' ? 'suppression.read' : 'suppression.delete';
  }
  return path === '/v3/scopes' ? null : 'mail_settings.read';
}

function publicKeyOf(id: string): string {
  return `MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE${Buffer.from(id).toString('base64')}`;
}
