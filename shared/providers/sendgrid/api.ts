import { EspApiError } from '../../esp-api/errors.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { keyCheck } from '../../esp-api/key-check.ts';
import { path } from '../../esp-api/path.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspFinding,
  EspOperation,
  KeyCheck,
  SupportedWebhooks,
} from '../../esp-api/types.ts';
import { createWebhookApi, type WebhookDriver, type WebhookSpec } from '../../esp-api/webhook-api.ts';
import {
  addressAllowList,
  bouncePurge,
  scopeList,
  sendgridEventFlags,
  sendgridEvents,
  signedWebhook,
  subscriptionTracking,
  webhookList,
} from './api-schemas.ts';
import { sendgridSuppressionApi, sendgridSuppressions } from './api-suppressions.ts';

const webhookCapability: SupportedWebhooks = {
  supported: true,
  create: true,
  update: true,
  hasEnabledFlag: true,
  signingKey: 'readable',
  testEvent: 'on-request',
  hasDeliveryHealth: false,
  coverage: 'account',
  lagSeconds: 60,
  events: sendgridEvents,
  needlessEvents: ['open', 'click'],
  notes: [
    'A webhook covers the account or the subuser of the key, not its other subusers.',
    'Unsubscribe and group events come only with subscription tracking on.',
    'The number of webhooks depends on the plan.',
  ],
};

/** Scopes of SendGrid's keys; the first is the least, the others contain it or are older names of it. */
const scopes: Readonly<Partial<Record<EspOperation, readonly string[]>>> = {
  'read-webhooks': ['user.webhooks.event.settings.read'],
  'write-webhooks': ['user.webhooks.event.settings.update'],
  'read-signing-key': ['user.webhooks.event.settings.read'],
  'read-suppressions': ['suppression.read', 'suppression.bounces.read'],
  'add-suppressions': [
    'asm.suppressions.global.create',
    'asm.groups.suppressions.create',
    'suppression.create',
  ],
  'remove-suppressions': ['suppression.delete', 'suppression.bounces.delete'],
  'read-settings': ['mail_settings.read', 'mail_settings.bounce_purge.read'],
};

const PERMISSIONS = Object.fromEntries(
  Object.entries(scopes).map(([operation, names]) => [operation, names[0] ?? null]),
);

/** Twilio SendGrid's API v3. */
export const api: EspApiDefinition = {
  provider: 'sendgrid',
  title: 'Twilio SendGrid',
  key: 'API key (Settings > API Keys > Create API Key > Restricted Access)',
  options: [
    {
      name: 'region',
      required: false,
      values: ['global', 'eu'],
      description: 'eu for subusers of the EU region. Default: global.',
    },
    {
      name: 'subuser',
      required: false,
      description: 'Acts for this subuser, with a key of the parent account.',
    },
  ],
  permissions: PERMISSIONS,
  capabilities: { webhooks: webhookCapability, suppressions: sendgridSuppressions },
  documents: [
    'https://www.twilio.com/docs/sendgrid/api-reference/webhooks',
    'https://www.twilio.com/docs/sendgrid/api-reference/bounces-api',
    'https://www.twilio.com/docs/sendgrid/api-reference/suppressions-global-suppressions',
    'https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const subuser = options.optional('subuser');
  const http = new EspHttp({
    definition: api,
    host: options.optional('region') === 'eu' ? 'https://api.eu.sendgrid.com' : 'https://api.sendgrid.com',
    settings,
    limits: {
      remainingHeader: 'x-ratelimit-remaining',
      resetHeader: 'x-ratelimit-reset',
    },
    authenticate: () => ({
      authorization: `Bearer ${settings.apiKey}`,
      ...(subuser === undefined ? {} : { 'on-behalf-of': subuser }),
    }),
    readError: (status, body) =>
      status === 400 && JSON.stringify(body ?? '').includes('maximum number')
        ? { kind: 'limit-reached' }
        : null,
  });
  const { provider, title, capabilities, permissions } = api;
  return {
    provider,
    capabilities,
    permissions,
    checkKey: () => checkKey(http),
    webhooks: createWebhookApi({
      provider,
      title,
      capability: webhookCapability,
      driver: webhookDriver(http),
    }),
    suppressions: sendgridSuppressionApi(http, { provider, title }),
    inspect: () => inspect(http),
  };
}

/** Every call names the webhook's id: without one SendGrid acts on the oldest webhook of the account. */
function webhookDriver(http: EspHttp): WebhookDriver {
  return {
    list: async () => {
      const { webhooks } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/v3/user/webhooks/event/settings/all`,
        answer: webhookList,
      });
      return webhooks.map((webhook) => ({
        id: webhook.id,
        url: webhook.url,
        enabled: webhook.enabled,
        events: sendgridEventFlags.filter((name) => webhook[name] === true),
        signing: webhook.public_key ? ('on' as const) : ('off' as const),
        name: webhook.friendly_name ?? undefined,
      }));
    },
    create: async (spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v3/user/webhooks/event/settings`,
        json: { ...bodyOf(spec), friendly_name: spec.name },
        answer: null,
      });
      return {};
    },
    update: async ({ id }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PATCH',
        path: path`/v3/user/webhooks/event/settings/${id}`,
        json: bodyOf(spec),
        answer: null,
      });
      return {};
    },
    enableSigning: async ({ id }) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PATCH',
        path: path`/v3/user/webhooks/event/settings/signed/${id}`,
        json: { enabled: true },
        answer: null,
      });
    },
    readSigningKey: async ({ id }) => {
      const { public_key: key } = await http.request({
        operation: 'read-signing-key',
        method: 'GET',
        path: path`/v3/user/webhooks/event/settings/signed/${id}`,
        answer: signedWebhook,
      });
      return key ? new SecretText(key) : null;
    },
    sendTestEvent: async ({ id, url }) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v3/user/webhooks/event/test`,
        json: { id, url },
        answer: null,
      });
    },
  };
}

function bodyOf(spec: WebhookSpec): Record<string, string | boolean> {
  const flags = sendgridEventFlags.map((name) => [name, spec.events.includes(name)] as const);
  return { enabled: true, url: spec.url, ...Object.fromEntries(flags) };
}

/** SendGrid lists the scopes of the key that asks. */
async function checkKey(http: EspHttp): Promise<KeyCheck> {
  const granted = await http
    .request({ operation: 'read-settings', method: 'GET', path: path`/v3/scopes`, answer: scopeList })
    .catch((error: unknown) => {
      if (error instanceof EspApiError && (error.kind === 'unauthorized' || error.kind === 'forbidden'))
        return null;
      throw error;
    });
  const has = (names: readonly string[]) => names.some((name) => granted?.scopes.includes(name));
  const operations = Object.fromEntries(
    Object.entries(scopes).map(
      ([operation, names]) => [operation, has(names) ? 'granted' : 'missing'] as const,
    ),
  );
  return keyCheck(api, operations, granted !== null);
}

/** Settings that hide events or empty lists. */
async function inspect(http: EspHttp): Promise<readonly EspFinding[]> {
  const get = { operation: 'read-settings', method: 'GET' } as const;
  const purge = await http.request({
    ...get,
    path: path`/v3/mail_settings/bounce_purge`,
    answer: bouncePurge,
  });
  const allow = await http.request({
    ...get,
    path: path`/v3/mail_settings/address_whitelist`,
    answer: addressAllowList,
  });
  const tracking = await http.request({
    ...get,
    path: path`/v3/tracking_settings/subscription`,
    answer: subscriptionTracking,
  });
  const allowed = allow.enabled ? (allow.list ?? []).length : 0;
  return [
    tracking.enabled
      ? { check: 'subscription-tracking', status: 'ok', detail: 'Subscription tracking is on.', fix: null }
      : {
          check: 'subscription-tracking',
          status: 'warning',
          detail: 'Subscription tracking is off: SendGrid sends no unsubscribe and no group events.',
          fix: 'Switch it on under Settings > Tracking, unless unsubscribes are handled elsewhere.',
        },
    purge.enabled
      ? {
          check: 'bounce-purge',
          status: 'warning',
          detail: `SendGrid removes hard bounces after ${purge.hard_bounces ?? 'no'} days and soft bounces after ${purge.soft_bounces ?? 'no'} days: its list is shorter than the ledger.`,
          fix: 'Switch Bounce Purge off under Settings > Mail Settings, or expect the difference.',
        }
      : { check: 'bounce-purge', status: 'ok', detail: 'Bounce Purge is off.', fix: null },
    allowed > 0
      ? {
          check: 'address-allow-list',
          status: 'warning',
          detail: `${allowed} addresses or domains are on the Address Whitelist: SendGrid ignores their bounces, blocks and unsubscribes.`,
          fix: 'Remove them under Settings > Mail Settings > Address Whitelist, or expect the difference.',
        }
      : {
          check: 'address-allow-list',
          status: 'ok',
          detail: 'The Address Whitelist is empty or off.',
          fix: null,
        },
  ];
}
