import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { path } from '../../esp-api/path.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { EspApi, EspApiDefinition, EspApiSettings } from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';
import { splitCredentials } from '../../esp-api/webhook-url.ts';
import { sparkpostSuppressionLists, sparkpostSuppressions } from './api-suppressions.ts';

export const sparkpostEvents = [
  { name: 'delivery', console: 'Delivery' },
  { name: 'bounce', console: 'Bounce' },
  { name: 'out_of_band', console: 'Out of Band' },
  { name: 'delay', console: 'Delay' },
  { name: 'policy_rejection', console: 'Policy Rejection' },
  { name: 'generation_failure', console: 'Generation Failure' },
  { name: 'generation_rejection', console: 'Generation Rejection' },
  { name: 'spam_complaint', console: 'Spam Complaint' },
  { name: 'list_unsubscribe', console: 'List Unsubscribe' },
  { name: 'link_unsubscribe', console: 'Link Unsubscribe' },
] as const;

const webhook = {
  name: v.nullish(v.string()),
  target: v.string(),
  events: v.array(v.string()),
  active: v.nullish(v.boolean()),
  auth_type: v.nullish(v.string()),
  auth_credentials: v.nullish(
    v.looseObject({ username: v.nullish(v.string()), password: v.nullish(v.string()) }),
  ),
  exception_subaccounts: v.nullish(v.array(v.union([v.string(), v.number()]))),
  subaccount_id: v.nullish(v.union([v.string(), v.number()])),
  last_successful: v.nullish(v.string()),
  last_failure: v.nullish(v.string()),
};

export const webhookList = v.looseObject({
  results: v.array(v.looseObject({ id: v.pipe(v.string(), v.minLength(1)), ...webhook })),
});
export const webhookDetails = v.looseObject({ results: v.looseObject(webhook) });

export const batchStatus = v.looseObject({
  results: v.array(
    v.looseObject({
      ts: v.nullish(v.string()),
      attempts: v.nullish(v.number()),
      response_code: v.nullish(v.union([v.string(), v.number()])),
      failure_code: v.nullish(v.union([v.string(), v.number()])),
    }),
  ),
});

/** Bird SparkPost. */
export const api: EspApiDefinition = {
  provider: 'sparkpost',
  title: 'SparkPost',
  key: 'API key (Configuration > API Keys > Create API Key)',
  options: [
    {
      name: 'region',
      required: false,
      values: ['us', 'eu'],
      description: 'The region of the account. Default: us.',
    },
    {
      name: 'subaccount',
      required: false,
      description:
        'The number of a subaccount. Default: 0, the primary account, for lists; all accounts for webhooks.',
    },
  ],
  permissions: {
    'read-webhooks': 'Event Webhooks: Read-only',
    'write-webhooks': 'Event Webhooks: Read/Write',
    'read-suppressions': 'Suppression Lists: Read/Write',
    'add-suppressions': 'Suppression Lists: Read/Write',
    'remove-suppressions': 'Suppression Lists: Read/Write',
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: true,
      signingKey: 'none',
      testEvent: 'on-request',
      hasDeliveryHealth: true,
      coverage: 'account',
      lagSeconds: 60,
      events: sparkpostEvents,
      needlessEvents: ['open', 'initial_open', 'click', 'injection'],
      notes: [
        'SparkPost posts a test to the URL while the webhook is created or moved, and refuses it unless the answer is 200: deploy first.',
        'Nothing is signed: user and password of the URL are sent as HTTP basic authentication.',
      ],
    },
    suppressions: sparkpostSuppressions,
  },
  documents: [
    'https://developers.sparkpost.com/api/webhooks/',
    'https://developers.sparkpost.com/api/suppression-list/',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const subaccount = options.optional('subaccount') ?? '0';
  const http = new EspHttp({
    definition: api,
    host: options.optional('region') === 'eu' ? 'https://api.eu.sparkpost.com' : 'https://api.sparkpost.com',
    settings,
    // Without the subaccount, lists are searched over all accounts and up to 20 minutes old.
    authenticate: () => ({ authorization: settings.apiKey, 'x-msys-subaccount': subaccount }),
  });
  const webhooks = webhookDriver(http);
  return assembleApi(api, {
    checkKey: () =>
      checkByCalls(api, {
        'read-webhooks': webhooks.list,
        'read-suppressions': () =>
          http.request({
            operation: 'read-suppressions',
            method: 'GET',
            path: path`/api/v1/suppression-list/summary`,
            answer: v.looseObject({}),
          }),
      }),
    webhooks,
    lists: sparkpostSuppressionLists(http),
  });
}

function webhookDriver(http: EspHttp): WebhookDriver {
  return {
    list: async () => {
      const { results } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/api/v1/webhooks`,
        answer: webhookList,
      });
      return results.map((row) => {
        const { username, password } = row.auth_credentials ?? {};
        const excluded = row.exception_subaccounts ?? [];
        return {
          id: row.id,
          url: row.target,
          enabled: row.active ?? true,
          events: row.events,
          signing: 'none' as const,
          credential:
            row.auth_type === 'basic' ? new SecretText(`${username ?? ''}:${password ?? ''}`) : undefined,
          name: row.name ?? undefined,
          restrictions: excluded.length > 0 ? [`not for the subaccounts ${excluded.join(', ')}`] : [],
          lastSentAt: timeOf(row.last_successful) ?? undefined,
        };
      });
    },
    create: async (spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/api/v1/webhooks`,
        json: { name: spec.name, ...bodyOf(spec) },
        answer: null,
      });
      return {};
    },
    update: async ({ id }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PUT',
        path: path`/api/v1/webhooks/${id}`,
        json: bodyOf(spec),
        answer: null,
      });
      return {};
    },
    storedUrl: ({ url }) => splitCredentials(url).url,
    expectedCredential: ({ url }) => {
      const { user, password } = splitCredentials(url);
      return user === '' && password === '' ? undefined : `${user}:${password}`;
    },
    sendTestEvent: async ({ id }) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/api/v1/webhooks/${id}/validate`,
        json: [{ msys: {} }],
        answer: null,
        repeatable: true,
      });
    },
    deliveryHealth: async ({ id }) => {
      const { results } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/api/v1/webhooks/${id}/batch-status`,
        query: { limit: 1_000 },
        answer: batchStatus,
      });
      const failures = results.filter(({ failure_code: code }) => code !== undefined && code !== null);
      const times = results.flatMap(({ ts }) => timeOf(ts) ?? []);
      return {
        failed: failures.length,
        succeeded: results.length - failures.length,
        lastError: failures[0] === undefined ? null : `HTTP ${failures[0].failure_code}`,
        lastSentAt: times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b)),
      };
    },
  };
}

function bodyOf(spec: WebhookSpec): Record<string, unknown> {
  const { url, user, password } = splitCredentials(spec.url);
  const hasSecret = user !== '' || password !== '';
  return {
    target: url,
    events: spec.events,
    active: true,
    ...(hasSecret ? { auth_type: 'basic', auth_credentials: { username: user, password } } : {}),
  };
}
