import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oauthToken } from '../../esp-api/oauth.ts';
import { countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings, keyParts } from '../../esp-api/settings.ts';
import type { SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type { EspApi, EspApiDefinition, EspApiSettings, EspSuppression } from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';
import { type WebhookRow, webhookRowsDriver } from '../../esp-api/webhook-rows.ts';

const PAGE_SIZE = 100;

export const sendpulseEvents = [
  { name: 'delivered', console: 'Delivered' },
  { name: 'undelivered', console: 'Not delivered' },
  { name: 'hard_bounces', console: 'Hard bounces' },
  { name: 'soft_bounces', console: 'Soft bounces' },
  { name: 'spam_by_user', console: 'Marked as spam' },
  { name: 'unsubscribed', console: 'Unsubscribed' },
  { name: 'resubscribed', console: 'Resubscribed' },
] as const;

export const webhookList = v.looseObject({
  data: v.array(v.looseObject({ id: v.number(), url: v.string(), action: v.string() })),
});

export const unsubscribeRows = v.array(
  v.looseObject({
    email: v.string(),
    unsubscribe_by_link: v.nullish(v.union([v.number(), v.string(), v.boolean()])),
    unsubscribe_by_user: v.nullish(v.union([v.number(), v.string(), v.boolean()])),
    spam_complaint: v.nullish(v.union([v.number(), v.string(), v.boolean()])),
    date: v.nullish(v.string()),
  }),
);
export const searchAnswer = v.looseObject({ result: v.boolean() });

/** SendPulse. A webhook here is the rows, one an action, that share an endpoint. */
export const api: EspApiDefinition = {
  provider: 'sendpulse',
  title: 'SendPulse',
  key: 'ID and secret as id:secret (Account Settings > API)',
  options: [],
  // Credentials of SendPulse have no permissions.
  permissions: {
    'read-webhooks': null,
    'write-webhooks': null,
    'read-suppressions': null,
    'add-suppressions': null,
    'remove-suppressions': null,
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: false,
      signingKey: 'none',
      testEvent: 'none',
      hasDeliveryHealth: false,
      coverage: 'account',
      lagSeconds: 60,
      events: sendpulseEvents,
      needlessEvents: ['opened', 'clicked'],
      notes: [
        'The API covers campaigns. The webhook of the SMTP service is created in the console: Account Settings > API.',
        'Nothing is signed: the URL carries the secret.',
      ],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'unsubscribes',
          title: 'Unsubscribed (SMTP service)',
          reasons: ['unsubscribe', 'complaint', 'manual'],
          read: 'whole',
          pageSize: PAGE_SIZE,
          remove: { bulkSize: 100, refuses: [] },
          expires: 'never',
        },
      ],
      add: addsAllAs('unsubscribes', 'manual'),
      addBulkSize: 100,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'For a single address the API reports only whether it is on the list.',
        'The blacklist of campaigns is another list, which is not compared.',
      ],
    },
  },
  documents: [
    'https://sendpulse.com/integrations/api/smtp',
    'https://sendpulse.com/integrations/api/bulk-email',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  checkSettings(api, settings);
  const [id, secret] = keyParts(api, settings.apiKey);
  const secrets = [settings.apiKey, id, secret];
  const host = 'https://api.sendpulse.com';
  const tokens = new EspHttp({ definition: api, host, settings, authenticate: () => ({}), secrets });
  const token = oauthToken(tokens, {
    path: path`/oauth/access_token`,
    json: { grant_type: 'client_credentials', client_id: id, client_secret: secret },
  });
  const http = new EspHttp({
    definition: api,
    host,
    settings,
    authenticate: async () => ({ authorization: `Bearer ${await token()}` }),
    secrets,
  });
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': () => readRows(http) }),
    webhooks: webhookDriver(http),
    lists: { unsubscribes: unsubscribeDriver(http) },
  });
}

async function readRows(http: EspHttp): Promise<readonly WebhookRow[]> {
  const { data } = await http.request({
    operation: 'read-webhooks',
    method: 'GET',
    path: path`/v2/email-service/webhook`,
    answer: webhookList,
  });
  return data.map(({ id, url, action }) => ({ id: String(id), url, event: action }));
}

function webhookDriver(http: EspHttp): WebhookDriver {
  async function set(rows: readonly WebhookRow[], spec: WebhookSpec): Promise<void> {
    const kept = new Set<string>();
    for (const { id, url, event } of rows) {
      if (!spec.events.includes(event) || kept.has(event)) {
        await http.request({
          operation: 'write-webhooks',
          method: 'DELETE',
          path: path`/v2/email-service/webhook/${id}`,
          removes: id,
          answer: null,
        });
        continue;
      }
      kept.add(event);
      if (url === spec.url) continue;
      await http.request({
        operation: 'write-webhooks',
        method: 'PUT',
        path: path`/v2/email-service/webhook/${id}`,
        json: { url: spec.url },
        answer: null,
      });
    }
    const actions = spec.events.filter((event) => !kept.has(event));
    if (actions.length === 0) return;
    await http.request({
      operation: 'write-webhooks',
      method: 'POST',
      path: path`/v2/email-service/webhook`,
      json: { url: spec.url, actions },
      answer: null,
    });
  }

  return webhookRowsDriver({ read: () => readRows(http), set, enabled: () => null });
}

function isSet(value: unknown): boolean {
  return value === true || Number(value) > 0;
}

function unsubscribeDriver(http: EspHttp): SuppressionListDriver {
  return {
    page: async (_, cursor) => {
      const offset = countIn(http, cursor, 0);
      const rows = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/smtp/unsubscribe`,
        query: { limit: PAGE_SIZE, offset },
        answer: unsubscribeRows,
      });
      const entries = rows.map((row): EspSuppression => {
        const isComplaint = isSet(row.spam_complaint);
        const byLink = isSet(row.unsubscribe_by_link);
        return {
          address: row.email,
          list: 'unsubscribes',
          reason: isComplaint ? 'complaint' : byLink ? 'unsubscribe' : 'manual',
          createdAt: timeOf(row.date),
          expiresAt: null,
          origin: isComplaint
            ? 'spam complaint'
            : byLink
              ? 'unsubscribed by link'
              : 'unsubscribed by the sender',
        };
      });
      return { entries, next: rows.length < PAGE_SIZE ? null : String(offset + rows.length) };
    },
    get: async (_, address) => {
      const { result } = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/smtp/unsubscribe/search`,
        query: { email: address },
        answer: searchAnswer,
      });
      if (!result) return [];
      const entry = { address, list: 'unsubscribes', reason: 'unknown' as const, origin: 'unsubscribed' };
      return [{ ...entry, createdAt: null, expiresAt: null }];
    },
    add: async (_, entries) => {
      await http.request({
        operation: 'add-suppressions',
        method: 'POST',
        path: path`/smtp/unsubscribe`,
        json: entries.map(({ address, note }) => ({ email: address, comment: note ?? 'Suppressed' })),
        answer: null,
        repeatable: true,
      });
      return entries.map(() => ({ outcome: 'changed' }));
    },
    remove: async (_, refs) => {
      const addresses = refs.map(({ address }) => address);
      await http.request({
        operation: 'remove-suppressions',
        method: 'DELETE',
        path: path`/smtp/unsubscribe`,
        json: addresses,
        removes: addresses,
        answer: null,
      });
      return refs.map(() => ({ outcome: 'changed' }));
    },
  };
}
