import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAsIs } from '../../esp-api/capabilities.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { allItems } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { scanFor } from '../../esp-api/scan.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { Outcome, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspSuppressionReason,
  SuppressionPage,
} from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver } from '../../esp-api/webhook-api.ts';
import {
  deliveryPage,
  lettermintEvents,
  suppressionPage,
  suppressionsStored,
  webhookDetails,
  webhookPage,
} from './api-schemas.ts';

const BULK_SIZE = 100;
const MAX_SCANNED_PAGES = 50;

const reasons = {
  hard_bounce: 'hard-bounce',
  spam_complaint: 'complaint',
  unsubscribe: 'unsubscribe',
  manual: 'manual',
} as const satisfies Record<string, EspSuppressionReason>;

/** Lettermint. */
export const api: EspApiDefinition = {
  provider: 'lettermint',
  title: 'Lettermint',
  key: 'Team API token (Team settings > API tokens); the token that sends does not do',
  options: [
    {
      name: 'routes',
      required: true,
      list: true,
      description: 'Ids of the routes, separated by commas (the project > the route).',
    },
    {
      name: 'projectId',
      required: false,
      description: 'Limits added entries to this project. Default: the whole team.',
    },
  ],
  permissions: {
    'read-webhooks': 'webhooks:read',
    'write-webhooks': 'webhooks:manage and webhooks:rotate_secret',
    'read-suppressions': 'team_suppressions:read',
    'add-suppressions': 'team_suppressions:add',
    'remove-suppressions': 'team_suppressions:remove',
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: true,
      signingKey: 'at-creation',
      testEvent: 'on-request',
      hasDeliveryHealth: true,
      coverage: 'route',
      lagSeconds: 60,
      events: lettermintEvents,
      needlessEvents: ['message.opened', 'message.clicked', 'message.sent'],
      notes: ['The secret is returned once; where the ledger does not have it, a new one is made.'],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'suppressions',
          title: 'Suppressions',
          reasons: ['hard-bounce', 'complaint', 'unsubscribe', 'manual'],
          read: 'whole',
          pageSize: 30,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'never',
        },
      ],
      add: addsAsIs({
        'hard-bounce': 'suppressions',
        complaint: 'suppressions',
        unsubscribe: 'suppressions',
        manual: 'suppressions',
      }),
      addBulkSize: BULK_SIZE,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'Entries of the scope global are Lettermint’s own. Domains and extensions on the list are left out.',
        'A single address is looked for in the first 50 pages.',
      ],
    },
  },
  documents: ['https://docs.lettermint.co/api-reference'],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const http = new EspHttp({
    definition: api,
    host: 'https://api.lettermint.co',
    settings,
    authenticate: () => ({ authorization: `Bearer ${settings.apiKey}` }),
  });
  const webhooks = webhookDriver(http, options.list('routes'));
  const suppressions = suppressionDriver(http, options.optional('projectId'));
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
    lists: { suppressions },
  });
}

function webhookDriver(http: EspHttp, routes: readonly string[]): WebhookDriver {
  return {
    scopes: async () => routes,
    list: async () => {
      const rows = await allItems(http, async (cursor) => {
        const { data, next_cursor } = await http.request({
          operation: 'read-webhooks',
          method: 'GET',
          path: path`/v1/webhooks`,
          query: { cursor: cursor ?? undefined },
          answer: webhookPage,
        });
        return { items: data, next: next_cursor || null };
      });
      return rows.map((row) => ({
        id: row.id,
        url: row.url,
        enabled: row.enabled,
        events: row.events,
        signing: 'on' as const,
        scope: row.route_id,
        name: row.name ?? undefined,
        lastSentAt: timeOf(row.last_called_at) ?? undefined,
      }));
    },
    create: async (spec) => {
      const { data } = await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v1/webhooks`,
        json: { route_id: spec.scope, name: spec.name, url: spec.url, events: spec.events, enabled: true },
        answer: webhookDetails,
      });
      return { signingKey: data.secret ? new SecretText(data.secret) : undefined };
    },
    update: async ({ id: webhookId }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PUT',
        path: path`/v1/webhooks/${webhookId}`,
        json: { url: spec.url, events: spec.events, enabled: true },
        answer: null,
      });
      return {};
    },
    renewSigningKey: async ({ id: webhookId }) => {
      const { data } = await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v1/webhooks/${webhookId}/regenerate-secret`,
        answer: webhookDetails,
      });
      if (!data.secret) throw http.error('invalid-response', 'Lettermint returned no new secret.');
      return new SecretText(data.secret);
    },
    sendTestEvent: async ({ id: webhookId }) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v1/webhooks/${webhookId}/test`,
        answer: null,
        repeatable: true,
      });
    },
    deliveryHealth: async ({ id: webhookId }) => {
      const { data } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/v1/webhooks/${webhookId}/deliveries`,
        answer: deliveryPage,
      });
      const failures = data.filter(({ status }) => status !== 'success' && status !== 'pending');
      const [last] = failures;
      const times = data.flatMap((row) => timeOf(row.delivered_at ?? row.created_at) ?? []);
      return {
        failed: failures.length,
        succeeded: data.filter(({ status }) => status === 'success').length,
        lastError: last === undefined ? null : `${last.status} ${last.http_status_code ?? ''}`.trim(),
        lastSentAt: times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b)),
      };
    },
  };
}

function suppressionDriver(http: EspHttp, project: string | undefined): SuppressionListDriver {
  const page = async (cursor: string | null): Promise<SuppressionPage> => {
    const { data, next_cursor } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: path`/v1/suppressions`,
      query: { cursor: cursor ?? undefined },
      answer: suppressionPage,
    });
    const entries = data
      .filter(({ type }) => type === 'email')
      .map((row) => ({
        address: row.value,
        list: 'suppressions',
        reason: Object.hasOwn(reasons, row.reason)
          ? reasons[row.reason as keyof typeof reasons]
          : ('unknown' as const),
        createdAt: timeOf(row.created_at),
        expiresAt: null,
        origin: `${row.reason} of the ${row.scope}`,
        id: row.id,
      }));
    return { entries, next: next_cursor || null };
  };
  const find = (address: string) => scanFor(address, page, MAX_SCANNED_PAGES, http);
  return {
    page: (_, cursor) => page(cursor),
    get: (_, address) => find(address),
    add: async (_, entries) => {
      // One call takes one reason.
      const outcomes = new Map<string, Outcome>();
      for (const [name, reason] of Object.entries(reasons)) {
        const wanted = entries.filter((entry) => reasonFor(entry.reason) === reason);
        if (wanted.length === 0) continue;
        const { data } = await http.request({
          operation: 'add-suppressions',
          method: 'POST',
          path: path`/v1/suppressions`,
          json: {
            emails: wanted.map(({ address }) => address),
            reason: name,
            ...(project === undefined ? { scope: 'team' } : { scope: 'project', project_id: project }),
          },
          answer: suppressionsStored,
          repeatable: true,
        });
        const skipped = new Set(data.skipped.map((address) => address.toLowerCase()));
        for (const { address } of wanted) {
          outcomes.set(address, { outcome: skipped.has(address.toLowerCase()) ? 'unchanged' : 'changed' });
        }
      }
      return entries.map(({ address }) => outcomes.get(address) ?? { outcome: 'refused' });
    },
    remove: (_, refs) =>
      oneByOne(refs, async (ref): Promise<Outcome> => {
        const found = ref.id ?? (await find(ref.address))[0]?.id;
        if (found === undefined) return { outcome: 'unchanged' };
        return removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/v1/suppressions/${found}`,
            removes: found,
            answer: null,
          }),
        );
      }),
  };
}

function reasonFor(reason: EspSuppressionReason): EspSuppressionReason {
  return reason === 'invalid-address' ? 'hard-bounce' : reason;
}
