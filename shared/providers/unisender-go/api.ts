import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAsIs } from '../../esp-api/capabilities.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne } from '../../esp-api/outcome.ts';
import { allItems, countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { Outcome, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
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
/** Without a start the list shows recent entries only. */
const START = '2010-01-01 00:00:00';

const hosts = {
  go1: 'https://go1.unisender.ru',
  go2: 'https://go2.unisender.ru',
  unione: 'https://api.unione.io',
  'unione-eu1': 'https://eu1.unione.io',
  'unione-us1': 'https://us1.unione.io',
} as const;

export const unisenderGoEvents = [
  { name: 'delivered', console: 'delivered' },
  { name: 'soft_bounced', console: 'soft_bounced' },
  { name: 'hard_bounced', console: 'hard_bounced' },
  { name: 'unsubscribed', console: 'unsubscribed' },
  { name: 'subscribed', console: 'subscribed' },
  { name: 'spam', console: 'spam' },
] as const;

const webhook = v.looseObject({
  id: v.nullish(v.union([v.number(), v.string()])),
  url: v.string(),
  status: v.nullish(v.string()),
  event_format: v.nullish(v.string()),
  events: v.nullish(v.looseObject({ email_status: v.nullish(v.array(v.string())) })),
});
export const webhookList = v.looseObject({ objects: v.array(webhook) });

const suppression = v.looseObject({
  email: v.nullish(v.string()),
  project_id: v.nullish(v.union([v.string(), v.number()])),
  cause: v.nullish(v.string()),
  source: v.nullish(v.string()),
  is_deletable: v.nullish(v.boolean()),
  created: v.nullish(v.string()),
});
export const suppressionList = v.looseObject({
  suppressions: v.array(suppression),
  cursor: v.nullish(v.string()),
});

/** UniSender Go and UniOne, which share one API. */
export const api: EspApiDefinition = {
  provider: 'unisender-go',
  title: 'UniSender Go',
  key: 'API key of the user or the project (Account > Security)',
  options: [
    {
      name: 'host',
      required: false,
      values: Object.keys(hosts),
      description: 'The server of the account; the last three are of UniOne. Default: go1.',
    },
  ],
  // Keys of UniSender Go have no permissions.
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
      hasEnabledFlag: true,
      signingKey: 'api-key',
      testEvent: 'at-creation',
      hasDeliveryHealth: false,
      coverage: 'account',
      lagSeconds: 60,
      events: unisenderGoEvents,
      needlessEvents: ['opened', 'clicked', 'sent'],
      notes: [
        'The URL is the key of a webhook: another query is another webhook.',
        'Requests are signed with the API key itself, so that the source needs the same key as its secret.',
        'The URL is called while the webhook is set: deploy first.',
      ],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'suppressions',
          title: 'Suppression list',
          reasons: ['hard-bounce', 'soft-bounce', 'complaint', 'unsubscribe'],
          read: 'whole',
          pageSize: PAGE_SIZE,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'never',
        },
      ],
      add: {
        ...addsAsIs({
          'hard-bounce': 'suppressions',
          complaint: 'suppressions',
          unsubscribe: 'suppressions',
        }),
        manual: { list: 'suppressions', becomes: 'hard-bounce' },
      },
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: ['Entries that the ESP marks as not deletable stay.'],
    },
  },
  documents: ['https://godocs.unisender.ru/web-api-ref', 'https://docs.unione.io/en/web-api-ref'],
  open,
};

/** One path for both: UniOne's is in English. */
type Caller = <T>(
  method: Parameters<EspHttp['request']>[0]['operation'],
  name: string,
  json: object,
  answer: v.GenericSchema<unknown, T> | null,
  removes?: string,
) => Promise<T>;

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const name = (options.optional('host') ?? 'go1') as keyof typeof hosts;
  const language = name.startsWith('unione') ? 'en' : 'ru';
  const http = new EspHttp({
    definition: api,
    host: hosts[name],
    settings,
    authenticate: () => ({ 'x-api-key': settings.apiKey }),
  });
  const call: Caller = (operation, method, json, answer, removes) => {
    const [group = '', file = ''] = method.split('/');
    return http.request({
      operation,
      method: 'POST',
      path: path`/${language}/transactional/api/v1/${group}/${file}`,
      json,
      answer,
      repeatable: true,
      ...(removes === undefined ? {} : { removes }),
    });
  };
  const webhooks = webhookDriver(http, call);
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
    lists: { suppressions: suppressionDriver(http, call) },
  });
}

function webhookDriver(http: EspHttp, call: Caller): WebhookDriver {
  const set = (spec: WebhookSpec) =>
    call(
      'write-webhooks',
      'webhook/set.json',
      {
        url: spec.url,
        status: 'active',
        event_format: 'json_post',
        delivery_info: 1,
        single_event: 0,
        max_parallel: 10,
        events: { email_status: spec.events, spam_block: ['*'] },
      },
      null,
    );
  return {
    list: async () => {
      const rows = await allItems(http, async (cursor) => {
        const offset = countIn(http, cursor, 0);
        const json = { limit: PAGE_SIZE, offset };
        const { objects } = await call('read-webhooks', 'webhook/list.json', json, webhookList);
        return { items: objects, next: objects.length < PAGE_SIZE ? null : String(offset + objects.length) };
      });
      return rows.map((row) => ({
        id: String(row.id ?? row.url),
        url: row.url,
        enabled: (row.status ?? 'active') === 'active',
        events: row.events?.email_status ?? [],
        signing: 'on' as const,
      }));
    },
    create: async (spec) => {
      await set(spec);
      return {};
    },
    update: async (current, spec) => {
      await set(spec);
      if (current.url !== spec.url) {
        await call('write-webhooks', 'webhook/delete.json', { url: current.url }, null, current.url);
      }
      return {};
    },
  };
}

const causes = {
  permanent_unavailable: 'hard-bounce',
  temporary_unavailable: 'soft-bounce',
  complained: 'complaint',
  unsubscribed: 'unsubscribe',
} as const satisfies Record<string, EspSuppressionReason>;

function causeFor(reason: EspSuppressionReason): string {
  const found = Object.entries(causes).find(([, each]) => each === reason);
  return found?.[0] ?? 'permanent_unavailable';
}

function toEntry(row: v.InferOutput<typeof suppression>, address: string): EspSuppression {
  const cause = row.cause ?? '';
  return {
    address,
    list: 'suppressions',
    reason: Object.hasOwn(causes, cause) ? causes[cause as keyof typeof causes] : 'unknown',
    createdAt: timeOf(row.created),
    expiresAt: null,
    origin: [cause, row.source && `by ${row.source}`, row.is_deletable === false && 'not deletable']
      .filter(Boolean)
      .join(', '),
  };
}

function suppressionDriver(http: EspHttp, call: Caller): SuppressionListDriver {
  const get = async (address: string) => {
    const json = { email: address };
    const { suppressions } = await call('read-suppressions', 'suppression/get.json', json, suppressionList);
    return suppressions;
  };
  return {
    /** Libraries of the ESP page in two ways: by a cursor in the answer, and by an offset. */
    page: async (_, cursor) => {
      const isOffset = cursor === null || /^\d+$/.test(cursor);
      const offset = isOffset ? countIn(http, cursor, 0) : 0;
      if (cursor !== null && !isOffset && !/^c:.{1,2000}$/s.test(cursor)) {
        throw http.error('settings', 'Invalid cursor. Omit it to start at the first page.');
      }
      const position = isOffset ? (offset === 0 ? {} : { offset }) : { cursor: (cursor ?? '').slice(2) };
      const json = { start_time: START, limit: PAGE_SIZE, ...position };
      const answer = await call('read-suppressions', 'suppression/list.json', json, suppressionList);
      const entries = answer.suppressions.flatMap((row) => (row.email ? [toEntry(row, row.email)] : []));
      if (answer.cursor) return { entries, next: `c:${answer.cursor}` };
      const isFull = answer.suppressions.length >= PAGE_SIZE && isOffset;
      return { entries, next: isFull ? String(offset + answer.suppressions.length) : null };
    },
    get: async (_, address) => (await get(address)).map((row) => toEntry(row, address)),
    add: (_, entries) =>
      oneByOne(entries, async ({ address, reason }) => {
        await call(
          'add-suppressions',
          'suppression/set.json',
          { email: address, cause: causeFor(reason) },
          null,
        );
        return { outcome: 'changed' };
      }),
    remove: (_, refs) =>
      oneByOne(refs, async ({ address }): Promise<Outcome> => {
        const rows = await get(address);
        if (rows.length === 0) return { outcome: 'unchanged' };
        if (rows.every((row) => row.is_deletable === false)) {
          return { outcome: 'refused', detail: 'The entry is marked as not deletable.' };
        }
        await call('remove-suppressions', 'suppression/delete.json', { email: address }, null, address);
        return { outcome: 'changed' };
      }),
  };
}
