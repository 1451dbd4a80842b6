import type * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { allItems, countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { Outcome, Scope, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspSuppression,
  EspWebhook,
} from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver } from '../../esp-api/webhook-api.ts';
import { type blocklist, blocklistPage, eventPage, scalewayEvents, webhookPage } from './api-schemas.ts';

const PAGE_SIZE = 100;

const PERMISSION = 'TransactionalEmailFullAccess';

/** Scaleway Transactional Email. Its webhooks publish to a topic; the source's URL is a subscription of that topic. */
export const api: EspApiDefinition = {
  provider: 'scaleway',
  title: 'Scaleway Transactional Email',
  key: 'Secret key of an IAM API key (IAM > API keys)',
  options: [
    {
      name: 'domains',
      required: true,
      list: true,
      description: 'Ids of the domains, separated by commas (Transactional Email > the domain).',
    },
    { name: 'projectId', required: true, description: 'The id of the project.' },
    {
      name: 'topicArn',
      required: true,
      description: 'The ARN of the topic of Topics and Events that the source is subscribed to.',
    },
    { name: 'region', required: false, values: ['fr-par'], description: 'Default: fr-par.' },
  ],
  permissions: {
    'read-webhooks': 'TransactionalEmailReadOnly',
    'write-webhooks': PERMISSION,
    'read-suppressions': 'TransactionalEmailReadOnly',
    'add-suppressions': PERMISSION,
    'remove-suppressions': PERMISSION,
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: false,
      signingKey: 'none',
      testEvent: 'none',
      hasDeliveryHealth: true,
      coverage: 'domain',
      lagSeconds: 60,
      events: scalewayEvents,
      needlessEvents: ['email_queued'],
      notes: [
        'The HTTPS subscription of the topic is made in the console: its API has keys of its own, and is not checked.',
      ],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'blocklists',
          title: 'Blocklist',
          reasons: ['hard-bounce', 'soft-bounce', 'manual'],
          read: 'whole',
          pageSize: PAGE_SIZE,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'some',
        },
      ],
      add: addsAllAs('blocklists', 'manual'),
      addBulkSize: 100,
      lagSeconds: 60,
      caseSensitive: false,
      notes: ['Entries that Scaleway made end by themselves. Complaints are not on the list.'],
    },
  },
  documents: ['https://www.scaleway.com/en/developers/api/transactional-email/'],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const domains = options.list('domains');
  const http = new EspHttp({
    definition: api,
    host: 'https://api.scaleway.com',
    settings,
    authenticate: () => ({ 'x-auth-token': settings.apiKey }),
  });
  const webhooks = webhookDriver(http, domains, options.text('projectId'), options.text('topicArn'));
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
    scopes: async () => domains,
    lists: { blocklists: blocklistDriver(http) },
    inspect: async () => [
      {
        check: 'topic-subscription',
        status: 'skipped',
        detail: 'Whether the topic has a confirmed HTTPS subscription cannot be read with this key.',
        fix: 'Look at Topics and Events > the topic > Subscriptions.',
      },
    ],
  });
}

const webhooksPath = path`/transactional-email/v1alpha1/regions/fr-par/webhooks`;
const blocklistsPath = path`/transactional-email/v1alpha1/regions/fr-par/blocklists`;

function webhookDriver(
  http: EspHttp,
  domains: readonly string[],
  project: string,
  topic: string,
): WebhookDriver {
  return {
    scopes: async () => domains,
    targetOf: () => topic,
    list: async () => {
      const all: EspWebhook[] = [];
      for (const domain of domains) {
        const rows = await allItems(http, async (cursor) => {
          const page = countIn(http, cursor, 1);
          const { webhooks } = await http.request({
            operation: 'read-webhooks',
            method: 'GET',
            path: webhooksPath,
            query: { domain_id: domain, page, page_size: PAGE_SIZE },
            answer: webhookPage,
          });
          return { items: webhooks, next: webhooks.length < PAGE_SIZE ? null : String(page + 1) };
        });
        all.push(
          ...rows.map((row) => ({
            id: row.id,
            url: row.sns_arn,
            enabled: null,
            events: row.event_types,
            signing: 'none' as const,
            scope: domain,
            name: row.name ?? undefined,
          })),
        );
      }
      return all;
    },
    create: async (spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: webhooksPath,
        json: {
          domain_id: spec.scope,
          project_id: project,
          name: spec.name,
          event_types: spec.events,
          sns_arn: topic,
        },
        answer: null,
      });
      return {};
    },
    update: async ({ id: webhookId }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PATCH',
        path: path`/transactional-email/v1alpha1/regions/fr-par/webhooks/${webhookId}`,
        json: { event_types: spec.events, sns_arn: topic },
        answer: null,
      });
      return {};
    },
    deliveryHealth: async ({ id: webhookId }) => {
      const count = (status: string) =>
        http.request({
          operation: 'read-webhooks',
          method: 'GET',
          path: path`/transactional-email/v1alpha1/regions/fr-par/webhooks/${webhookId}/events`,
          query: { statuses: [status], page_size: 1, order_by: 'created_at_desc' },
          answer: eventPage,
        });
      const [failed, sent] = [await count('failed'), await count('sent')];
      return {
        failed: failed.total_count ?? failed.webhook_events.length,
        succeeded: sent.total_count ?? null,
        lastError: null,
        lastSentAt: timeOf(sent.webhook_events[0]?.created_at),
      };
    },
  };
}

function toEntry(row: v.InferOutput<typeof blocklist>, scope: Scope): EspSuppression {
  const automatic = row.type === 'mailbox_full' ? ('soft-bounce' as const) : ('hard-bounce' as const);
  return {
    address: row.email,
    list: 'blocklists',
    reason: row.custom ? 'manual' : automatic,
    diagnostic: row.reason || undefined,
    createdAt: timeOf(row.created_at),
    expiresAt: timeOf(row.ends_at),
    origin: row.custom ? `custom, ${row.type ?? ''}` : (row.type ?? ''),
    id: row.id,
    scope,
  };
}

function blocklistDriver(http: EspHttp): SuppressionListDriver {
  const read = async (scope: Scope, page: number, email?: string) => {
    const { blocklists } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: blocklistsPath,
      query: { domain_id: scope, page, page_size: PAGE_SIZE, order_by: 'created_at_asc', email },
      answer: blocklistPage,
    });
    return blocklists.map((row) => toEntry(row, scope));
  };
  const find = async (scope: Scope, address: string) =>
    (await read(scope, 1, address)).filter((entry) => entry.address.toLowerCase() === address.toLowerCase());
  return {
    page: async (scope, cursor) => {
      const page = countIn(http, cursor, 1);
      const entries = await read(scope, page);
      return { entries, next: entries.length < PAGE_SIZE ? null : String(page + 1) };
    },
    get: find,
    add: async (scope, entries) => {
      await http.request({
        operation: 'add-suppressions',
        method: 'POST',
        path: blocklistsPath,
        json: {
          domain_id: scope,
          emails: entries.map(({ address }) => address),
          type: 'mailbox_not_found',
          reason: 'Suppressed by the sender',
        },
        answer: null,
        repeatable: true,
      });
      return entries.map(() => ({ outcome: 'changed' }));
    },
    remove: (scope, refs) =>
      oneByOne(refs, async (ref): Promise<Outcome> => {
        const ids = ref.id ? [ref.id] : (await find(scope, ref.address)).flatMap((entry) => entry.id ?? []);
        const outcomes = await oneByOne(ids, (each) =>
          removalOutcome(
            http.request({
              operation: 'remove-suppressions',
              method: 'DELETE',
              path: path`/transactional-email/v1alpha1/regions/fr-par/blocklists/${each}`,
              removes: each,
              answer: null,
            }),
          ),
        );
        return outcomes.find(({ outcome }) => outcome === 'changed') ?? { outcome: 'unchanged' };
      }),
  };
}
