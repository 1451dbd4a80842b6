import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import { unlessNotFound } from '../../esp-api/errors.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne } from '../../esp-api/outcome.ts';
import { countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { basicAuth, checkSettings } from '../../esp-api/settings.ts';
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

/** Flags of the API: three events, and the three causes of a change that are reported. */
export const mailchimpEvents = [
  { name: 'subscribe', console: 'Subscribes' },
  { name: 'unsubscribe', console: 'Unsubscribes' },
  { name: 'cleaned', console: 'Cleaned addresses' },
] as const;
const flags = ['subscribe', 'unsubscribe', 'cleaned', 'profile', 'upemail', 'campaign'] as const;
const sources = ['user', 'admin', 'api'] as const;

export const webhookList = v.looseObject({
  webhooks: v.array(
    v.looseObject({
      id: v.pipe(v.string(), v.minLength(1)),
      url: v.string(),
      events: v.record(v.string(), v.unknown()),
      sources: v.record(v.string(), v.unknown()),
    }),
  ),
});

const member = v.looseObject({
  email_address: v.string(),
  status: v.string(),
  unsubscribe_reason: v.nullish(v.string()),
  last_changed: v.nullish(v.string()),
});
export const memberPage = v.looseObject({ members: v.array(member), total_items: v.nullish(v.number()) });
export const memberDetails = member;

interface ListSpec {
  readonly name: 'cleaned' | 'unsubscribed';
  readonly title: string;
  readonly reason: EspSuppressionReason;
}

const lists: readonly ListSpec[] = [
  { name: 'cleaned', title: 'Cleaned', reason: 'hard-bounce' },
  { name: 'unsubscribed', title: 'Unsubscribed', reason: 'unsubscribe' },
];

/** Mailchimp Marketing: an audience. */
export const api: EspApiDefinition = {
  provider: 'mailchimp',
  title: 'Mailchimp',
  key: 'API key with its data center, such as abc-us21 (Profile > Extras > API keys)',
  options: [
    {
      name: 'audienceId',
      required: true,
      description: 'The id of the audience (Audience > Settings > Audience name and defaults).',
    },
  ],
  // Keys of Mailchimp have no permissions.
  permissions: {
    'read-webhooks': null,
    'write-webhooks': null,
    'read-suppressions': null,
    'add-suppressions': null,
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: false,
      signingKey: 'none',
      testEvent: 'at-creation',
      hasDeliveryHealth: false,
      coverage: 'list',
      lagSeconds: 60,
      events: mailchimpEvents,
      needlessEvents: ['profile', 'campaign'],
      notes: [
        'A webhook belongs to an audience.',
        'Mailchimp asks the URL for an answer to GET while the webhook is created: deploy first.',
        'Nothing is signed: the URL carries the secret.',
      ],
    },
    suppressions: {
      supported: true,
      lists: lists.map(({ name, title, reason }) => ({
        name,
        title,
        reasons: [reason],
        read: 'whole',
        pageSize: PAGE_SIZE,
        remove: null,
        expires: 'never',
      })),
      add: addsAllAs('unsubscribed', 'unsubscribe'),
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'A cleaned address cannot be revived, and only the recipient can subscribe again: nothing is lifted.',
        'A complaint is an unsubscribe with a reason.',
      ],
    },
  },
  documents: [
    'https://mailchimp.com/developer/marketing/api/list-webhooks/',
    'https://mailchimp.com/developer/marketing/api/list-members/',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const audience = checkSettings(api, settings).text('audienceId');
  const dataCenter = /-([a-z]{2}\d{1,3})$/.exec(settings.apiKey)?.[1];
  const authorization = basicAuth('bounce-ledger', settings.apiKey);
  const http = new EspHttp({
    definition: api,
    host: `https://${dataCenter ?? 'us1'}.api.mailchimp.com`,
    settings,
    authenticate: () => ({ authorization }),
    secrets: [settings.apiKey, authorization.slice('Basic '.length)],
  });
  if (dataCenter === undefined) {
    throw http.error(
      'settings',
      'Invalid API key for Mailchimp: it ends with its data center, such as -us21.',
    );
  }
  const webhooks = webhookDriver(http, audience);
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
    lists: Object.fromEntries(lists.map((list) => [list.name, memberDriver(http, audience, list)])),
  });
}

function webhookDriver(http: EspHttp, audience: string): WebhookDriver {
  return {
    list: async () => {
      const { webhooks } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/3.0/lists/${audience}/webhooks`,
        query: { count: PAGE_SIZE },
        answer: webhookList,
      });
      return webhooks.map((row) => {
        const missing = sources.filter((name) => row.sources[name] !== true);
        return {
          id: row.id,
          url: row.url,
          enabled: null,
          events: flags.filter((name) => row.events[name] === true),
          signing: 'none' as const,
          restrictions: missing.length > 0 ? [`not for changes by ${missing.join(', ')}`] : [],
        };
      });
    },
    create: async (spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/3.0/lists/${audience}/webhooks`,
        json: bodyOf(spec),
        answer: null,
      });
      return {};
    },
    update: async ({ id }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PATCH',
        path: path`/3.0/lists/${audience}/webhooks/${id}`,
        json: bodyOf(spec),
        answer: null,
      });
      return {};
    },
    differences: ({ restrictions = [] }) =>
      restrictions.length === 0
        ? []
        : [{ field: 'causes of a change', from: restrictions.join(', '), to: sources.join(', ') }],
  };
}

function bodyOf(spec: WebhookSpec) {
  return {
    url: spec.url,
    events: Object.fromEntries(flags.map((name) => [name, spec.events.includes(name)] as const)),
    sources: { user: true, admin: true, api: true },
  };
}

function toEntry(list: ListSpec, row: v.InferOutput<typeof member>): EspSuppression {
  const isComplaint = /abuse|complain|spam/i.test(row.unsubscribe_reason ?? '');
  return {
    address: row.email_address,
    list: list.name,
    reason: isComplaint ? 'complaint' : list.reason,
    createdAt: timeOf(row.last_changed),
    expiresAt: null,
    origin: row.unsubscribe_reason ? `${row.status}: ${row.unsubscribe_reason}` : row.status,
  };
}

/** A member's id: MD5 of the address in lower case, as Mailchimp prescribes. */
function memberId(address: string): string {
  return createHash('md5').update(address.toLowerCase()).digest('hex');
}

function memberDriver(http: EspHttp, audience: string, list: ListSpec): SuppressionListDriver {
  return {
    page: async (_, cursor) => {
      const offset = countIn(http, cursor, 0);
      const { members } = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/3.0/lists/${audience}/members`,
        query: {
          status: list.name,
          count: PAGE_SIZE,
          offset,
          fields:
            'members.email_address,members.status,members.unsubscribe_reason,members.last_changed,total_items',
        },
        answer: memberPage,
      });
      const next = members.length < PAGE_SIZE ? null : String(offset + members.length);
      return { entries: members.map((row) => toEntry(list, row)), next };
    },
    get: async (_, address) => {
      const row = await unlessNotFound(
        http.request({
          operation: 'read-suppressions',
          method: 'GET',
          path: path`/3.0/lists/${audience}/members/${memberId(address)}`,
          answer: memberDetails,
        }),
        null,
      );
      return row?.status === list.name ? [toEntry(list, row)] : [];
    },
    ...(list.name === 'unsubscribed'
      ? {
          add: (_: string | undefined, entries: readonly { readonly address: string }[]) =>
            oneByOne(entries, async ({ address }) => {
              await http.request({
                operation: 'add-suppressions',
                method: 'PUT',
                path: path`/3.0/lists/${audience}/members/${memberId(address)}`,
                json: { email_address: address, status_if_new: 'unsubscribed', status: 'unsubscribed' },
                answer: null,
              });
              return { outcome: 'changed' as const };
            }),
        }
      : {}),
  };
}
