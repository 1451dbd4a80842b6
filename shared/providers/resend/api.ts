import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import { unlessNotFound } from '../../esp-api/errors.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { path } from '../../esp-api/path.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspSuppression,
  EspSuppressionReason,
  EspWebhook,
} from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver } from '../../esp-api/webhook-api.ts';

const PAGE_SIZE = 100;
const PERMISSION = 'Full access';

export const resendEvents = [
  { name: 'email.delivered', console: 'email.delivered' },
  { name: 'email.delivery_delayed', console: 'email.delivery_delayed' },
  { name: 'email.bounced', console: 'email.bounced' },
  { name: 'email.complained', console: 'email.complained' },
  { name: 'email.failed', console: 'email.failed' },
  { name: 'email.suppressed', console: 'email.suppressed' },
  { name: 'contact.updated', console: 'contact.updated' },
] as const;

const webhook = {
  id: v.pipe(v.string(), v.minLength(1)),
  endpoint: v.string(),
  events: v.nullish(v.array(v.string())),
  status: v.string(),
};

export const webhookPage = v.looseObject({
  has_more: v.nullish(v.boolean()),
  data: v.array(v.looseObject(webhook)),
});
export const webhookDetails = v.looseObject({ ...webhook, signing_secret: v.nullish(v.string()) });
export const webhookCreated = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  signing_secret: v.nullish(v.string()),
});

export const suppression = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  email: v.string(),
  origin: v.string(),
  source_id: v.nullish(v.string()),
  created_at: v.string(),
});
export const suppressionPage = v.looseObject({
  has_more: v.nullish(v.boolean()),
  data: v.array(suppression),
});

/** Resend. */
export const api: EspApiDefinition = {
  provider: 'resend',
  title: 'Resend',
  key: 'API key (API Keys > Create API Key)',
  options: [],
  permissions: {
    'read-webhooks': PERMISSION,
    'write-webhooks': PERMISSION,
    'read-signing-key': PERMISSION,
    'read-suppressions': PERMISSION,
    'add-suppressions': PERMISSION,
    'remove-suppressions': PERMISSION,
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: true,
      signingKey: 'readable',
      testEvent: 'none',
      hasDeliveryHealth: false,
      coverage: 'account',
      lagSeconds: 60,
      events: resendEvents,
      needlessEvents: ['email.opened', 'email.clicked', 'email.sent'],
      notes: ['A key with sending access alone cannot manage webhooks.'],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'suppressions',
          title: 'Suppressions',
          reasons: ['hard-bounce', 'complaint', 'manual'],
          read: 'whole',
          pageSize: PAGE_SIZE,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'never',
        },
      ],
      add: addsAllAs('suppressions', 'manual'),
      addBulkSize: 100,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'What is added has the origin manual, whatever its reason.',
        'Addresses are stored in lower case.',
        'Accounts without the Suppressions API answer 403 or 404.',
      ],
    },
  },
  documents: [
    'https://resend.com/docs/api-reference/webhooks/create-webhook',
    'https://resend.com/docs/api-reference/suppressions/list-suppressions',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  checkSettings(api, settings);
  const http = new EspHttp({
    definition: api,
    host: 'https://api.resend.com',
    settings,
    limits: {
      remainingHeader: 'ratelimit-remaining',
      resetHeader: 'ratelimit-reset',
    },
    authenticate: () => ({ authorization: `Bearer ${settings.apiKey}` }),
    // A wrong key is 403 (or 400) and named; a restricted one is 401.
    readError: (_, body) => {
      const name = typeof body === 'object' && body !== null && 'name' in body ? body.name : undefined;
      if (name === 'invalid_api_key' || name === 'missing_api_key') return { kind: 'unauthorized' };
      return name === 'restricted_api_key' ? { kind: 'forbidden' } : null;
    },
  });
  const webhooks = webhookDriver(http);
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
    lists: { suppressions: suppressionDriver(http) },
  });
}

function webhookDriver(http: EspHttp): WebhookDriver {
  return {
    list: async () => {
      const all: EspWebhook[] = [];
      let after: string | undefined;
      do {
        const { data, has_more } = await http.request({
          operation: 'read-webhooks',
          method: 'GET',
          path: path`/webhooks`,
          query: { limit: PAGE_SIZE, after },
          answer: webhookPage,
        });
        all.push(
          ...data.map(({ id, endpoint, events, status }) => ({
            id,
            url: endpoint,
            enabled: status === 'enabled',
            events: events ?? [],
            signing: 'on' as const,
          })),
        );
        after = has_more ? data.at(-1)?.id : undefined;
      } while (after !== undefined);
      return all;
    },
    create: async ({ url, events }) => {
      const { signing_secret: key } = await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/webhooks`,
        json: { endpoint: url, events },
        answer: webhookCreated,
      });
      return { signingKey: key ? new SecretText(key) : undefined };
    },
    update: async ({ id }, { url, events }) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PATCH',
        path: path`/webhooks/${id}`,
        json: { endpoint: url, events, status: 'enabled' },
        answer: null,
      });
      return {};
    },
    readSigningKey: async ({ id }) => {
      const { signing_secret: key } = await http.request({
        operation: 'read-signing-key',
        method: 'GET',
        path: path`/webhooks/${id}`,
        answer: webhookDetails,
      });
      return key ? new SecretText(key) : null;
    },
  };
}

const reasons: Readonly<Record<string, EspSuppressionReason>> = {
  bounce: 'hard-bounce',
  complaint: 'complaint',
  manual: 'manual',
};

function toEntry(row: v.InferOutput<typeof suppression>): EspSuppression {
  return {
    address: row.email,
    list: 'suppressions',
    reason: reasons[row.origin] ?? 'unknown',
    createdAt: timeOf(row.created_at),
    expiresAt: null,
    origin: row.origin,
    id: row.id,
  };
}

function suppressionDriver(http: EspHttp): SuppressionListDriver {
  return {
    page: async (_, cursor) => {
      const { data, has_more } = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/suppressions`,
        query: { limit: PAGE_SIZE, after: cursor ?? undefined },
        answer: suppressionPage,
      });
      return { entries: data.map(toEntry), next: has_more ? (data.at(-1)?.id ?? null) : null };
    },
    get: async (_, address) => {
      const row = await unlessNotFound(
        http.request({
          operation: 'read-suppressions',
          method: 'GET',
          path: path`/suppressions/${address}`,
          answer: suppression,
        }),
        null,
      );
      return row === null ? [] : [toEntry(row)];
    },
    add: async (_, entries) => {
      await http.request({
        operation: 'add-suppressions',
        method: 'POST',
        path: path`/suppressions/batch/add`,
        json: { emails: entries.map(({ address }) => address) },
        answer: null,
        repeatable: true,
      });
      return entries.map(() => ({ outcome: 'changed' }));
    },
    remove: (_, refs) =>
      oneByOne(refs, ({ address }) =>
        removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/suppressions/${address}`,
            removes: address,
            answer: null,
          }),
        ),
      ),
  };
}
