import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAsIs } from '../../esp-api/capabilities.ts';
import { unlessNotFound } from '../../esp-api/errors.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspSuppression,
  EspSuppressionReason,
} from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';

const PAGE_SIZE = 1_000;

export const customerioEvents = [
  { name: 'email_delivered', console: 'Email: Delivered' },
  { name: 'email_bounced', console: 'Email: Bounced' },
  { name: 'email_deferred', console: 'Email: Deferred' },
  { name: 'email_dropped', console: 'Email: Dropped' },
  { name: 'email_spammed', console: 'Email: Marked as spam' },
  { name: 'email_unsubscribed', console: 'Email: Unsubscribed' },
  { name: 'email_undeliverable', console: 'Email: Undeliverable' },
  { name: 'email_failed', console: 'Email: Failed' },
  { name: 'customer_subscribed', console: 'Customer: Subscribed' },
  { name: 'customer_unsubscribed', console: 'Customer: Unsubscribed' },
] as const;

const webhook = v.looseObject({
  id: v.number(),
  name: v.nullish(v.string()),
  endpoint: v.string(),
  events: v.array(v.string()),
  disabled: v.nullish(v.boolean()),
  full_resolution: v.nullish(v.boolean()),
});
export const webhookList = v.looseObject({ reporting_webhooks: v.array(webhook) });

export const suppressionPage = v.looseObject({
  category: v.nullish(v.string()),
  suppressions: v.nullish(
    v.array(
      v.looseObject({
        email: v.string(),
        created: v.nullish(v.number()),
        reason: v.nullish(v.string()),
        status: v.nullish(v.union([v.string(), v.number()])),
      }),
    ),
  ),
});
type Row = NonNullable<v.InferOutput<typeof suppressionPage>['suppressions']>[number];

interface ListSpec {
  readonly name: string;
  readonly title: string;
  readonly reason: EspSuppressionReason;
}

const lists: readonly ListSpec[] = [
  { name: 'bounces', title: 'Bounces', reason: 'hard-bounce' },
  { name: 'blocks', title: 'Blocks', reason: 'block' },
  { name: 'spam_reports', title: 'Spam reports', reason: 'complaint' },
  { name: 'invalid_emails', title: 'Invalid emails', reason: 'invalid-address' },
];

const PERMISSION = 'App API key';

/** Customer.io, with the delivery provider that it brings. */
export const api: EspApiDefinition = {
  provider: 'customerio',
  title: 'Customer.io',
  key: 'App API key (Account settings > API credentials > App API Keys)',
  options: [
    {
      name: 'region',
      required: false,
      values: ['us', 'eu'],
      description: 'The region of the account. Default: us.',
    },
    {
      name: 'domain',
      required: false,
      description: 'The sending domain whose lists are meant. Default: all.',
    },
  ],
  permissions: {
    'read-webhooks': PERMISSION,
    'write-webhooks': PERMISSION,
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
      signingKey: 'console',
      testEvent: 'none',
      hasDeliveryHealth: false,
      coverage: 'account',
      lagSeconds: 60,
      events: customerioEvents,
      needlessEvents: ['email_opened', 'email_clicked', 'email_sent'],
      notes: ['The webhook signing key is shown in the console only.', 'A webhook covers one workspace.'],
    },
    suppressions: {
      supported: true,
      lists: lists.map(({ name, title, reason }) => ({
        name,
        title,
        reasons: [reason],
        read: 'whole',
        pageSize: PAGE_SIZE,
        remove: { bulkSize: 1, refuses: [] },
        expires: 'never',
      })),
      add: {
        ...addsAsIs({
          'hard-bounce': 'bounces',
          block: 'blocks',
          complaint: 'spam_reports',
          'invalid-address': 'invalid_emails',
        }),
        manual: { list: 'blocks', becomes: 'block' },
      },
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'These are the lists of the delivery provider that Customer.io brings; a provider of your own has its own.',
        'Profiles that are suppressed in Customer.io are another list, which is not compared.',
      ],
    },
  },
  documents: [
    'https://docs.customer.io/integrations/api/app/#tag/reporting-webhooks',
    'https://docs.customer.io/integrations/api/app/#tag/esp-suppression',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const http = new EspHttp({
    definition: api,
    host: options.optional('region') === 'eu' ? 'https://api-eu.customer.io' : 'https://api.customer.io',
    settings,
    // Ten calls a second, which no header reports.
    limits: { minIntervalMs: 100 },
    authenticate: () => ({ authorization: `Bearer ${settings.apiKey}` }),
  });
  const webhooks = webhookDriver(http);
  const domain = options.optional('domain');
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
    lists: Object.fromEntries(lists.map((list) => [list.name, listDriver(http, list, domain)])),
    getEverywhere: (_, address) => search(http, address),
  });
}

function webhookDriver(http: EspHttp): WebhookDriver {
  return {
    list: async () => {
      const { reporting_webhooks } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/v1/reporting_webhooks`,
        answer: webhookList,
      });
      return reporting_webhooks.map((row) => ({
        id: String(row.id),
        url: row.endpoint,
        enabled: row.disabled !== true,
        events: row.events,
        signing: 'on' as const,
        name: row.name ?? undefined,
      }));
    },
    create: async (spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v1/reporting_webhooks`,
        json: bodyOf(spec, spec.name),
        answer: null,
      });
      return {};
    },
    update: async ({ id, name }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PUT',
        path: path`/v1/reporting_webhooks/${id}`,
        json: bodyOf(spec, name ?? spec.name),
        answer: null,
      });
      return {};
    },
  };
}

function bodyOf(spec: WebhookSpec, name: string) {
  return {
    name,
    endpoint: spec.url,
    events: spec.events,
    disabled: false,
    full_resolution: false,
    with_content: false,
  };
}

function toEntry(list: ListSpec, row: Row): EspSuppression {
  return {
    address: row.email,
    list: list.name,
    reason: list.reason,
    code: row.status === null || row.status === undefined ? undefined : String(row.status),
    diagnostic: row.reason || undefined,
    createdAt: timeOf(row.created),
    expiresAt: null,
    origin: list.name,
  };
}

/** The list that an address stands on, in one call. */
async function search(http: EspHttp, address: string): Promise<readonly EspSuppression[]> {
  const answer = await unlessNotFound(
    http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: path`/v1/esp/search_suppression/${address}`,
      answer: suppressionPage,
    }),
    { category: null, suppressions: [] },
  );
  const name = answer.category === 'spam' ? 'spam_reports' : answer.category;
  const list = lists.find((one) => one.name === name);
  return list === undefined ? [] : (answer.suppressions ?? []).map((row) => toEntry(list, row));
}

function listDriver(http: EspHttp, list: ListSpec, domain: string | undefined): SuppressionListDriver {
  return {
    page: async (_, cursor) => {
      const offset = countIn(http, cursor, 0);
      const { suppressions } = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/v1/esp/suppression/${list.name}`,
        query: { limit: PAGE_SIZE, offset, domain },
        answer: suppressionPage,
      });
      const rows = suppressions ?? [];
      const next = rows.length < PAGE_SIZE ? null : String(offset + rows.length);
      return { entries: rows.map((row) => toEntry(list, row)), next };
    },
    add: (_, entries) =>
      oneByOne(entries, async ({ address }) => {
        await http.request({
          operation: 'add-suppressions',
          method: 'POST',
          path: path`/v1/esp/suppression/${list.name}/${address}`,
          answer: null,
          repeatable: true,
        });
        return { outcome: 'changed' };
      }),
    remove: (_, refs) =>
      oneByOne(refs, ({ address }) =>
        removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/v1/esp/suppression/${list.name}/${address}`,
            removes: address,
            answer: null,
          }),
        ),
      ),
  };
}
