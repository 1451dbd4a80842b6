import type * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAsIs } from '../../esp-api/capabilities.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { allItems, countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { scanFor } from '../../esp-api/scan.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { Outcome, Scope, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspSuppression,
  EspSuppressionReason,
  EspWebhook,
  SuppressionPage,
  SuppressionRef,
} from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver } from '../../esp-api/webhook-api.ts';
import { mailersendEvents, suppressionPage, webhookDetails, webhookPage } from './api-schemas.ts';

const PAGE_SIZE = 100;
const MAX_SCANNED_PAGES = 30;
const WEBHOOKS = 'webhooks_full';

interface ListSpec {
  readonly name: string;
  readonly title: string;
  readonly reason: EspSuppressionReason;
  readonly canAdd: boolean;
  readonly expires: 'never' | 'always';
}

const lists: readonly ListSpec[] = [
  { name: 'hard-bounces', title: 'Hard bounces', reason: 'hard-bounce', canAdd: true, expires: 'never' },
  { name: 'spam-complaints', title: 'Spam complaints', reason: 'complaint', canAdd: true, expires: 'never' },
  { name: 'unsubscribes', title: 'Unsubscribes', reason: 'unsubscribe', canAdd: true, expires: 'never' },
  { name: 'blocklist', title: 'Blocklist', reason: 'manual', canAdd: true, expires: 'never' },
  { name: 'on-hold-list', title: 'On hold', reason: 'soft-bounce', canAdd: false, expires: 'always' },
];

/** MailerSend. */
export const api: EspApiDefinition = {
  provider: 'mailersend',
  title: 'MailerSend',
  key: 'API token (Integrations > MailerSend API > Manage > Generate new token)',
  options: [
    {
      name: 'domains',
      required: true,
      list: true,
      description: 'Ids of the sending domains, separated by commas (Domains > the domain > Manage).',
    },
  ],
  permissions: {
    'read-webhooks': WEBHOOKS,
    'write-webhooks': WEBHOOKS,
    'read-suppressions': 'suppressions_read',
    'add-suppressions': 'suppressions_full',
    'remove-suppressions': 'suppressions_full',
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: true,
      signingKey: 'at-creation',
      testEvent: 'at-creation',
      hasDeliveryHealth: false,
      coverage: 'domain',
      lagSeconds: 60,
      events: mailersendEvents,
      needlessEvents: ['activity.opened', 'activity.clicked', 'activity.sent'],
      notes: ['MailerSend posts a test to the URL while the webhook is created: deploy first.'],
    },
    suppressions: {
      supported: true,
      lists: lists.map(({ name, title, reason, expires }) => ({
        name,
        title,
        reasons: [reason],
        read: 'whole',
        pageSize: PAGE_SIZE,
        remove: { bulkSize: 100, refuses: [] },
        expires,
      })),
      add: addsAsIs({
        'hard-bounce': 'hard-bounces',
        complaint: 'spam-complaints',
        unsubscribe: 'unsubscribes',
        manual: 'blocklist',
      }),
      addBulkSize: 100,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'Lists belong to a domain.',
        'An address on hold after soft bounces is free again after 72 hours; it cannot be put there.',
        'The API has 60 calls a minute and a quota a day: a long list takes long.',
        'A single address is looked for in the first 3,000 entries of each list.',
        'Patterns of the blocklist are left out.',
      ],
    },
  },
  documents: [
    'https://developers.mailersend.com/api/v1/webhooks.html',
    'https://developers.mailersend.com/api/v1/suppressions.html',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const domains = options.list('domains');
  const http = new EspHttp({
    definition: api,
    host: 'https://api.mailersend.com',
    settings,
    limits: {
      remainingHeader: 'x-ratelimit-remaining',
      resetHeader: 'x-ratelimit-reset',
    },
    authenticate: () => ({ authorization: `Bearer ${settings.apiKey}` }),
  });
  const webhooks = webhookDriver(http, domains);
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
    scopes: async () => domains,
    lists: Object.fromEntries(lists.map((list) => [list.name, listDriver(http, list)])),
  });
}

function webhookDriver(http: EspHttp, domains: readonly string[]): WebhookDriver {
  const ofDomain = (domain: string) =>
    allItems(http, async (cursor) => {
      const page = countIn(http, cursor, 1);
      const { data, links } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/v1/webhooks`,
        query: { domain_id: domain, page, limit: PAGE_SIZE },
        answer: webhookPage,
      });
      return { items: data, next: links?.next ? String(page + 1) : null };
    });
  return {
    scopes: async () => domains,
    list: async () => {
      const all: EspWebhook[] = [];
      for (const scope of domains) {
        const rows = await ofDomain(scope);
        all.push(
          ...rows.map(({ id, url, events, enabled, name }) => ({
            id,
            url,
            enabled,
            events,
            signing: 'on' as const,
            scope,
            name: name ?? undefined,
          })),
        );
      }
      return all;
    },
    create: async (spec) => {
      const { data } = await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v1/webhooks`,
        json: { url: spec.url, name: spec.name, events: spec.events, enabled: true, domain_id: spec.scope },
        answer: webhookDetails,
      });
      return { signingKey: data.secret ? new SecretText(data.secret) : undefined };
    },
    update: async ({ id, name }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PUT',
        path: path`/v1/webhooks/${id}`,
        json: { url: spec.url, name: name ?? spec.name, events: spec.events, enabled: true },
        answer: null,
      });
      return {};
    },
  };
}

function listDriver(http: EspHttp, list: ListSpec): SuppressionListDriver {
  const page = async (scope: Scope, cursor: string | null): Promise<SuppressionPage> => {
    const number = countIn(http, cursor, 1);
    const { data, links } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: path`/v1/suppressions/${list.name}`,
      query: { domain_id: scope, page: number, limit: PAGE_SIZE },
      answer: suppressionPage,
    });
    const entries = data.flatMap((row) => toEntry(list, scope, row) ?? []);
    return { entries, next: links?.next ? String(number + 1) : null };
  };
  const find = (scope: Scope, address: string) =>
    scanFor(address, (cursor) => page(scope, cursor), MAX_SCANNED_PAGES, http);
  return {
    page,
    get: find,
    remove: (scope, refs) => removeByIds(http, list, scope, refs, find),
    ...(list.canAdd
      ? {
          add: async (scope, entries) => {
            await http.request({
              operation: 'add-suppressions',
              method: 'POST',
              path: path`/v1/suppressions/${list.name}`,
              json: { domain_id: scope, recipients: entries.map(({ address }) => address) },
              answer: null,
              repeatable: true,
            });
            return entries.map((): Outcome => ({ outcome: 'changed' }));
          },
        }
      : {}),
  };
}

function toEntry(
  list: ListSpec,
  scope: Scope,
  row: v.InferOutput<typeof suppressionPage>['data'][number],
): EspSuppression | null {
  const address = row.recipient?.email ?? (row.type === 'exact' ? row.pattern : undefined);
  if (!address) return null;
  return {
    address,
    list: list.name,
    reason: list.reason,
    diagnostic: row.reason || row.readable_reason || undefined,
    createdAt: timeOf(row.created_at),
    expiresAt: null,
    origin: row.readable_reason ? `${list.name}: ${row.readable_reason}` : list.name,
    id: row.id,
    scope,
  };
}

/** Entries go by their ids; a ref without one is looked up. */
async function removeByIds(
  http: EspHttp,
  list: ListSpec,
  scope: Scope,
  refs: readonly SuppressionRef[],
  find: (scope: Scope, address: string) => Promise<readonly EspSuppression[]>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const ids: string[] = [];
  for (const ref of refs) {
    const found = ref.id ? [ref.id] : (await find(scope, ref.address)).flatMap(({ id }) => id ?? []);
    ids.push(...found);
    outcomes.push({ outcome: found.length > 0 ? 'changed' : 'unchanged' });
  }
  if (ids.length === 0) return outcomes;
  await http.request({
    operation: 'remove-suppressions',
    method: 'DELETE',
    path: path`/v1/suppressions/${list.name}`,
    json: { domain_id: scope, ids },
    removes: ids,
    answer: null,
  });
  return outcomes;
}
