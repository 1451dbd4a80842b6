import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { EspApiError } from '../../esp-api/errors.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { allItems } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { Outcome, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type { EspApi, EspApiDefinition, EspApiSettings, EspSuppression } from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';

const PAGE_SIZE = 100;

/** The flags of the API, beside the events that they send. */
export const ahasendEvents = [
  { name: 'on_delivered', console: 'message.delivered' },
  { name: 'on_transient_error', console: 'message.transient_error' },
  { name: 'on_failed', console: 'message.failed' },
  { name: 'on_bounced', console: 'message.bounced' },
  { name: 'on_suppressed', console: 'message.suppressed' },
  { name: 'on_suppression_created', console: 'suppression.created' },
] as const;

const flags = [
  ...ahasendEvents.map(({ name }) => name),
  'on_reception',
  'on_opened',
  'on_clicked',
  'on_dns_error',
] as const;

const pagination = v.looseObject({ has_more: v.boolean(), next_cursor: v.nullish(v.string()) });

const webhook = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  name: v.nullish(v.string()),
  url: v.string(),
  enabled: v.boolean(),
  scope: v.nullish(v.string()),
  domains: v.nullish(v.array(v.string())),
  success_count: v.nullish(v.number()),
  errors_since_last_success: v.nullish(v.number()),
  last_request_at: v.nullish(v.string()),
  secret: v.nullish(v.string()),
});
export const webhookPage = v.looseObject({ data: v.array(webhook), pagination });
export const webhookDetails = webhook;

const suppression = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  email: v.string(),
  domain: v.nullish(v.string()),
  reason: v.nullish(v.string()),
  created_at: v.nullish(v.string()),
  expires_at: v.nullish(v.string()),
});
export const suppressionPage = v.looseObject({ data: v.array(suppression), pagination });

/** AhaSend, API version 2. */
export const api: EspApiDefinition = {
  provider: 'ahasend',
  title: 'AhaSend',
  key: 'API key (the account > API Keys)',
  options: [{ name: 'accountId', required: true, description: 'The id of the account (Account > General).' }],
  permissions: {
    'read-webhooks': 'webhooks:read:all',
    'write-webhooks': 'webhooks:write:all',
    'read-suppressions': 'suppressions:read',
    'add-suppressions': 'suppressions:write',
    'remove-suppressions': 'suppressions:delete',
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: true,
      signingKey: 'at-creation',
      testEvent: 'none',
      hasDeliveryHealth: true,
      coverage: 'account',
      lagSeconds: 60,
      events: ahasendEvents,
      needlessEvents: ['on_opened', 'on_clicked'],
      notes: ['The secret is returned once, at creation, and no call makes a new one.'],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'suppressions',
          title: 'Suppressions',
          reasons: ['unknown'],
          read: 'whole',
          pageSize: PAGE_SIZE,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'always',
        },
      ],
      add: {
        'hard-bounce': { list: 'suppressions', becomes: 'hard-bounce', expiry: 'required' },
        'invalid-address': { list: 'suppressions', becomes: 'hard-bounce', expiry: 'required' },
        complaint: { list: 'suppressions', becomes: 'complaint', expiry: 'required' },
        unsubscribe: { list: 'suppressions', becomes: 'unsubscribe', expiry: 'required' },
        manual: { list: 'suppressions', becomes: 'manual', expiry: 'required' },
      },
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'Every entry ends: one without an end must be added again before it does.',
        'The reason is a text; of entries that the ledger added it is the reason in the ledger’s words.',
      ],
    },
  },
  documents: [
    'https://ahasend.com/docs/api-reference/webhooks',
    'https://ahasend.com/docs/api-reference/suppressions',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const account = checkSettings(api, settings).text('accountId');
  const http = new EspHttp({
    definition: api,
    host: 'https://api.ahasend.com',
    settings,
    authenticate: () => ({ authorization: `Bearer ${settings.apiKey}` }),
  });
  const webhooks = webhookDriver(http, account);
  const suppressions = suppressionDriver(http, account);
  return assembleApi(api, {
    checkKey: () =>
      checkByCalls(api, {
        'read-webhooks': webhooks.list,
        'read-suppressions': async () => suppressions.get?.(undefined, 'nobody@example.invalid'),
      }),
    webhooks,
    lists: { suppressions },
  });
}

function webhookDriver(http: EspHttp, account: string): WebhookDriver {
  return {
    list: async () => {
      const rows = await allItems(http, async (cursor) => {
        const { data, pagination: pages } = await http.request({
          operation: 'read-webhooks',
          method: 'GET',
          path: path`/v2/accounts/${account}/webhooks`,
          query: { limit: PAGE_SIZE, after: cursor ?? undefined },
          answer: webhookPage,
        });
        return { items: data, next: pages.has_more ? (pages.next_cursor ?? null) : null };
      });
      return rows.map((row) => ({
        id: row.id,
        url: row.url,
        enabled: row.enabled,
        events: flags.filter((flag) => row[flag] === true),
        signing: 'on' as const,
        name: row.name ?? undefined,
        restrictions:
          row.scope === 'scoped' ? [`only for the domains ${(row.domains ?? []).join(', ')}`] : [],
        lastSentAt: timeOf(row.last_request_at) ?? undefined,
      }));
    },
    create: async (spec) => {
      const { secret } = await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v2/accounts/${account}/webhooks`,
        json: { ...bodyOf(spec), name: spec.name, scope: 'global' },
        answer: webhookDetails,
      });
      return { signingKey: secret ? new SecretText(secret) : undefined };
    },
    update: async ({ id }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PUT',
        path: path`/v2/accounts/${account}/webhooks/${id}`,
        json: bodyOf(spec),
        answer: null,
      });
      return {};
    },
    deliveryHealth: async ({ id }) => {
      const row = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/v2/accounts/${account}/webhooks/${id}`,
        answer: webhookDetails,
      });
      return {
        failed: row.errors_since_last_success ?? 0,
        succeeded: row.success_count ?? null,
        lastError: null,
        lastSentAt: timeOf(row.last_request_at),
      };
    },
  };
}

function bodyOf(spec: WebhookSpec): Record<string, unknown> {
  const ticked = flags.map((flag) => [flag, spec.events.includes(flag)] as const);
  return { url: spec.url, enabled: true, ...Object.fromEntries(ticked) };
}

function toEntry(row: v.InferOutput<typeof suppression>): EspSuppression {
  return {
    address: row.email,
    list: 'suppressions',
    reason: reasonOf(row.reason ?? ''),
    diagnostic: row.reason || undefined,
    createdAt: timeOf(row.created_at),
    expiresAt: timeOf(row.expires_at),
    origin: row.reason ?? '',
    id: row.domain || undefined,
  };
}

/** The reason is free text. */
function reasonOf(text: string): EspSuppression['reason'] {
  if (/complain|spam|abuse/i.test(text)) return 'complaint';
  if (/unsubscri/i.test(text)) return 'unsubscribe';
  if (/bounce|invalid|does not exist|unknown/i.test(text)) return 'hard-bounce';
  return /manual/i.test(text) ? 'manual' : 'unknown';
}

function suppressionDriver(http: EspHttp, account: string): SuppressionListDriver {
  const read = async (query: Readonly<Record<string, string | undefined>>) => {
    const { data, pagination: pages } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: path`/v2/accounts/${account}/suppressions`,
      query: { limit: String(PAGE_SIZE), ...query },
      answer: suppressionPage,
    });
    return { entries: data.map(toEntry), next: pages.has_more ? (pages.next_cursor ?? null) : null };
  };
  return {
    page: (_, cursor) => read({ after: cursor ?? undefined }),
    get: async (_, address) => (await read({ email: address })).entries,
    add: (_, entries) =>
      oneByOne(entries, async ({ address, reason, expiresAt = 0 }): Promise<Outcome> => {
        try {
          await http.request({
            operation: 'add-suppressions',
            method: 'POST',
            path: path`/v2/accounts/${account}/suppressions`,
            json: { email: address, reason, expires_at: new Date(expiresAt).toISOString() },
            answer: null,
            repeatable: true,
          });
          return { outcome: 'changed' };
        } catch (error) {
          if (error instanceof EspApiError && error.kind === 'conflict') return { outcome: 'unchanged' };
          throw error;
        }
      }),
    remove: (_, refs) =>
      oneByOne(refs, ({ address, id }) =>
        removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/v2/accounts/${account}/suppressions`,
            query: { email: address, domain: id },
            removes: address,
            answer: null,
          }),
        ),
      ),
  };
}
