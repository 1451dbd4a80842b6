import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { path } from '../../esp-api/path.ts';
import { basicAuth, checkSettings } from '../../esp-api/settings.ts';
import type { EspApi, EspApiDefinition, EspApiSettings, EspWebhook } from '../../esp-api/types.ts';
import type { WebhookDriver } from '../../esp-api/webhook-api.ts';
import { isSameEndpoint } from '../../esp-api/webhook-url.ts';

/** There is nothing to select: every bounce is sent. */
export const forwardemailEvents = [
  { name: 'bounce', console: 'Every bounce: Forward Email leaves no choice' },
] as const;

export const domainDetails = v.looseObject({
  name: v.string(),
  bounce_webhook: v.nullish(v.union([v.string(), v.boolean()])),
});

/** Forward Email: each domain has one bounce webhook. */
export const api: EspApiDefinition = {
  provider: 'forwardemail',
  title: 'Forward Email',
  key: 'API token (My Account > Security)',
  options: [
    { name: 'domains', required: true, list: true, description: 'Domains that send, separated by commas.' },
  ],
  // Tokens of Forward Email have no permissions.
  permissions: { 'read-webhooks': null, 'write-webhooks': null },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: false,
      signingKey: 'console',
      testEvent: 'none',
      hasDeliveryHealth: false,
      coverage: 'domain',
      lagSeconds: 60,
      events: forwardemailEvents,
      needlessEvents: [],
      notes: [
        'A domain has one bounce webhook: one of another receiver stays.',
        'The verification key is shown in the settings of the domain.',
      ],
    },
    suppressions: { supported: false, reason: 'Forward Email has no suppression list in its API.' },
  },
  documents: ['https://forwardemail.net/en/email-api#domains'],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const domains = checkSettings(api, settings).list('domains');
  const authorization = basicAuth(settings.apiKey, '');
  const http = new EspHttp({
    definition: api,
    host: 'https://api.forwardemail.net',
    settings,
    authenticate: () => ({ authorization }),
    secrets: [settings.apiKey, authorization.slice('Basic '.length)],
  });
  const webhooks = webhookDriver(http, domains);
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
  });
}

function webhookDriver(http: EspHttp, domains: readonly string[]): WebhookDriver {
  const read = async (domain: string): Promise<string | null> => {
    const { bounce_webhook: url } = await http.request({
      operation: 'read-webhooks',
      method: 'GET',
      path: path`/v1/domains/${domain}`,
      answer: domainDetails,
    });
    return typeof url === 'string' && url !== '' ? url : null;
  };
  const write = async (domain: string, url: string) => {
    await http.request({
      operation: 'write-webhooks',
      method: 'PUT',
      path: path`/v1/domains/${domain}`,
      form: { bounce_webhook: url },
      answer: null,
    });
    return {};
  };
  return {
    scopes: async () => domains,
    list: async () => {
      const all: EspWebhook[] = [];
      for (const domain of domains) {
        const url = await read(domain);
        if (url === null) continue;
        all.push({ id: domain, url, enabled: null, events: ['bounce'], signing: 'on', scope: domain });
      }
      return all;
    },
    create: async ({ scope = '', url }) => {
      const present = await read(scope);
      if (present !== null && !isSameEndpoint(present, url)) {
        const message = `The bounce webhook of ${scope} belongs to another receiver. Remove it in the settings of the domain first.`;
        throw http.error('conflict', message, 'write-webhooks');
      }
      return write(scope, url);
    },
    update: ({ id }, { url }) => write(id, url),
  };
}
