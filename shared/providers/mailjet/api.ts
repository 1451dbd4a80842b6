import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import { unlessNotFound } from '../../esp-api/errors.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne } from '../../esp-api/outcome.ts';
import { countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { basicAuth, checkSettings, keyParts } from '../../esp-api/settings.ts';
import type { Outcome, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type { EspApi, EspApiDefinition, EspApiSettings, EspSuppression } from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';
import { type WebhookRow, webhookRowsDriver } from '../../esp-api/webhook-rows.ts';

const PAGE_SIZE = 1_000;
/** Grouped events: one request for several. */
const VERSION = 2;

export const mailjetEvents = [
  { name: 'sent', console: 'Sent' },
  { name: 'bounce', console: 'Bounce' },
  { name: 'blocked', console: 'Blocked' },
  { name: 'spam', console: 'Spam' },
  { name: 'unsub', console: 'Unsub' },
] as const;

export const callbackPage = v.looseObject({
  Data: v.array(
    v.looseObject({
      ID: v.number(),
      EventType: v.string(),
      Url: v.string(),
      Status: v.nullish(v.string()),
      Version: v.nullish(v.union([v.string(), v.number()])),
      IsBackup: v.nullish(v.boolean()),
    }),
  ),
});
interface CallbackRow extends WebhookRow {
  readonly status: v.InferOutput<typeof callbackPage>['Data'][number]['Status'];
}

export const contactPage = v.looseObject({
  Count: v.nullish(v.number()),
  Total: v.nullish(v.number()),
  Data: v.array(
    v.looseObject({
      ID: v.number(),
      Email: v.string(),
      IsExcludedFromCampaigns: v.nullish(v.boolean()),
      IsSpamComplaining: v.nullish(v.boolean()),
      UnsubscribedAt: v.nullish(v.string()),
      UnsubscribedBy: v.nullish(v.string()),
      ExclusionFromCampaignsUpdatedAt: v.nullish(v.string()),
    }),
  ),
});

/** Sinch Mailjet. A webhook here is the rows, one an event type, that share an endpoint. */
export const api: EspApiDefinition = {
  provider: 'mailjet',
  title: 'Mailjet',
  key: 'API key and secret key as key:secret (Account settings > REST API > API Key Management)',
  options: [
    {
      name: 'region',
      required: false,
      values: ['global', 'eu'],
      description: 'eu for accounts of the EU. Default: global.',
    },
  ],
  // Keys of Mailjet have no permissions.
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
      signingKey: 'none',
      testEvent: 'none',
      hasDeliveryHealth: false,
      coverage: 'account',
      lagSeconds: 60,
      events: mailjetEvents,
      needlessEvents: ['open', 'click'],
      notes: [
        'Each event type has one URL: where another receiver uses it, the event cannot be added.',
        'Nothing is signed: the URL carries user and password.',
        'Mailjet marks a URL as dead after long failure; sources connect makes it alive again.',
      ],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'exclusions',
          title: 'Exclusion list',
          reasons: ['unsubscribe', 'complaint', 'manual'],
          read: 'whole',
          pageSize: PAGE_SIZE,
          remove: { bulkSize: 1, refuses: ['complaint'] },
          expires: 'never',
        },
      ],
      add: addsAllAs('exclusions', 'manual'),
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'The exclusion list stops campaigns only: transactional mail still goes out.',
        'What blocks transactional mail (hard bounces, spam reports) can neither be read nor lifted by API: it needs a support ticket.',
      ],
    },
  },
  documents: [
    'https://dev.mailjet.com/email/reference/webhook/',
    'https://dev.mailjet.com/email/guides/contact-management/',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const [key, secret] = keyParts(api, settings.apiKey);
  const authorization = basicAuth(key, secret);
  const http = new EspHttp({
    definition: api,
    host: options.optional('region') === 'eu' ? 'https://api.eu.mailjet.com' : 'https://api.mailjet.com',
    settings,
    authenticate: () => ({ authorization }),
    secrets: [settings.apiKey, key, secret, authorization.slice('Basic '.length)],
  });
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': () => readRows(http) }),
    webhooks: webhookDriver(http),
    lists: { exclusions: exclusionDriver(http) },
  });
}

async function readRows(http: EspHttp): Promise<readonly CallbackRow[]> {
  const { Data } = await http.request({
    operation: 'read-webhooks',
    method: 'GET',
    path: path`/v3/REST/eventcallbackurl`,
    query: { Limit: PAGE_SIZE },
    answer: callbackPage,
  });
  return Data.map(({ ID, Url, EventType, Status }) => ({
    id: String(ID),
    url: Url,
    event: EventType,
    status: Status,
  }));
}

function webhookDriver(http: EspHttp): WebhookDriver {
  const write = (method: 'POST' | 'PUT', at: ReturnType<typeof path>, json: object) =>
    http.request({ operation: 'write-webhooks', method, path: at, json, answer: null });

  /** Mailjet refuses a second row of an event. */
  async function set(rows: readonly CallbackRow[], spec: WebhookSpec): Promise<void> {
    for (const EventType of spec.events) {
      const row = rows.find(({ event }) => event === EventType);
      const json = { Url: spec.url, Version: VERSION, Status: 'alive' };
      if (row === undefined) {
        await write('POST', path`/v3/REST/eventcallbackurl`, { ...json, EventType, IsBackup: false });
      } else if (row.url !== spec.url || row.status !== 'alive') {
        await write('PUT', path`/v3/REST/eventcallbackurl/${row.id}`, json);
      }
    }
    for (const { id } of rows.filter(({ event }) => !spec.events.includes(event))) {
      await http.request({
        operation: 'write-webhooks',
        method: 'DELETE',
        path: path`/v3/REST/eventcallbackurl/${id}`,
        removes: id,
        answer: null,
      });
    }
  }

  return webhookRowsDriver({
    read: () => readRows(http),
    set,
    enabled: (rows) => rows.every(({ status }) => (status ?? 'alive') === 'alive'),
  });
}

function toEntry(row: v.InferOutput<typeof contactPage>['Data'][number]): EspSuppression {
  const by = row.UnsubscribedBy || undefined;
  return {
    address: row.Email,
    list: 'exclusions',
    reason: row.IsSpamComplaining ? 'complaint' : row.UnsubscribedAt ? 'unsubscribe' : 'manual',
    createdAt: timeOf(row.ExclusionFromCampaignsUpdatedAt),
    expiresAt: null,
    origin: [
      'excluded from campaigns',
      row.IsSpamComplaining && 'spam complaint',
      by && `unsubscribed by ${by}`,
    ]
      .filter(Boolean)
      .join(', '),
    id: String(row.ID),
  };
}

function exclusionDriver(http: EspHttp): SuppressionListDriver {
  const find = async (address: string) => {
    const answer = await unlessNotFound(
      http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/v3/REST/contact/${address}`,
        answer: contactPage,
      }),
      null,
    );
    return answer?.Data[0] ?? null;
  };
  const exclude = async (address: string, IsExcludedFromCampaigns: boolean): Promise<Outcome> => {
    const present = await find(address);
    if (present === null && !IsExcludedFromCampaigns) return { outcome: 'unchanged' };
    if (present?.IsExcludedFromCampaigns === IsExcludedFromCampaigns) return { outcome: 'unchanged' };
    if (present === null) {
      await http.request({
        operation: 'add-suppressions',
        method: 'POST',
        path: path`/v3/REST/contact`,
        json: { Email: address, IsExcludedFromCampaigns },
        answer: null,
        repeatable: true,
      });
    } else {
      await http.request({
        operation: IsExcludedFromCampaigns ? 'add-suppressions' : 'remove-suppressions',
        method: 'PUT',
        path: path`/v3/REST/contact/${address}`,
        json: { IsExcludedFromCampaigns },
        answer: null,
      });
    }
    return { outcome: 'changed' };
  };
  return {
    page: async (_, cursor) => {
      const offset = countIn(http, cursor, 0);
      const { Data } = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/v3/REST/contact`,
        query: { IsExcludedFromCampaigns: true, Limit: PAGE_SIZE, Offset: offset, Sort: 'ID' },
        answer: contactPage,
      });
      return {
        entries: Data.map(toEntry),
        next: Data.length < PAGE_SIZE ? null : String(offset + Data.length),
      };
    },
    get: async (_, address) => {
      const row = await find(address);
      return row?.IsExcludedFromCampaigns ? [toEntry(row)] : [];
    },
    add: (_, entries) => oneByOne(entries, ({ address }) => exclude(address, true)),
    remove: (_, refs) => oneByOne(refs, ({ address }) => exclude(address, false)),
  };
}
