import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { path } from '../../esp-api/path.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { basicAuth, checkSettings } from '../../esp-api/settings.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspFinding,
  EspWebhook,
  SupportedWebhooks,
} from '../../esp-api/types.ts';
import { createWebhookApi, type WebhookDriver } from '../../esp-api/webhook-api.ts';
import {
  accountWebhooks,
  allowList,
  domainPage,
  domainWebhooks,
  mailgunEvents,
  signingKey,
} from './api-schemas.ts';
import { mailgunSuppressionApi, mailgunSuppressions } from './api-suppressions.ts';

const webhookCapability: SupportedWebhooks = {
  supported: true,
  create: true,
  update: true,
  hasEnabledFlag: false,
  signingKey: 'readable',
  testEvent: 'none',
  hasDeliveryHealth: false,
  coverage: 'account',
  lagSeconds: 600,
  events: mailgunEvents,
  needlessEvents: ['opened', 'clicked', 'accepted'],
  notes: [
    'Without the option "domains" the webhook covers every domain and subaccount of the account, and takes up to ten minutes to work.',
    'With it, each named domain has a webhook of its own, of at most three URLs an event type.',
    'The signing key is the one of the account: a new one breaks every other receiver.',
    'Rejected messages have no event type of their own.',
  ],
};

const PERMISSION = 'account API key with the role Developer or Admin (a domain sending key does not do)';

/** Sinch Mailgun. */
export const api: EspApiDefinition = {
  provider: 'mailgun',
  title: 'Mailgun',
  key: 'API key (account menu > API security > Add new key)',
  options: [
    {
      name: 'region',
      required: false,
      values: ['us', 'eu'],
      description: 'The region of the domains. Default: us.',
    },
    {
      name: 'domains',
      required: false,
      list: true,
      description:
        'Sending domains, separated by commas. Default: one webhook for the account, lists of all domains.',
    },
  ],
  permissions: {
    'read-webhooks': PERMISSION,
    'write-webhooks': PERMISSION,
    'read-signing-key': PERMISSION,
    'read-suppressions': PERMISSION,
    'add-suppressions': PERMISSION,
    'remove-suppressions': PERMISSION,
  },
  capabilities: { webhooks: webhookCapability, suppressions: mailgunSuppressions },
  documents: [
    'https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/domain-webhooks',
    'https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/account-webhooks',
    'https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/bounces',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const authorization = basicAuth('api', settings.apiKey);
  const http = new EspHttp({
    definition: api,
    host: options.optional('region') === 'eu' ? 'https://api.eu.mailgun.net' : 'https://api.mailgun.net',
    settings,
    authenticate: () => ({ authorization }),
    secrets: [settings.apiKey, authorization.slice('Basic '.length)],
    readError: (status, body) =>
      status === 400 && /limit|maximum|too many/i.test(JSON.stringify(body ?? ''))
        ? { kind: 'limit-reached' }
        : null,
  });
  const named = options.list('domains');
  const domains = async () => (named.length > 0 ? named : allDomains(http));
  const { provider, title, capabilities, permissions } = api;
  return {
    provider,
    capabilities,
    permissions,
    checkKey: () =>
      checkByCalls(api, {
        'read-webhooks': () => readWebhooks(http, named),
        'read-signing-key': () => readSigningKey(http),
      }),
    webhooks: createWebhookApi({
      provider,
      title,
      capability: webhookCapability,
      driver: named.length > 0 ? domainDriver(http, named) : accountDriver(http),
    }),
    suppressions: mailgunSuppressionApi(http, { provider, title, scopes: domains }),
    inspect: async ({ url }) => [
      ...(await inspect(http, await domains(), named.length > 0 ? url : null)),
      ...(named.length > 0 ? uncovered(named, await allDomains(http)) : []),
    ],
  };
}

/** The domains of the account, page by page. */
async function allDomains(http: EspHttp): Promise<readonly string[]> {
  const LIMIT = 1_000;
  const names: string[] = [];
  for (;;) {
    const { items } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: path`/v4/domains`,
      query: { limit: LIMIT, skip: names.length },
      answer: domainPage,
    });
    names.push(...(items ?? []).map(({ name }) => name));
    if ((items ?? []).length < LIMIT) return names;
  }
}

async function readSigningKey(http: EspHttp): Promise<SecretText> {
  const { http_signing_key: key } = await http.request({
    operation: 'read-signing-key',
    method: 'GET',
    path: path`/v5/accounts/http_signing_key`,
    answer: signingKey,
  });
  return new SecretText(key);
}

async function readWebhooks(http: EspHttp, domains: readonly string[]): Promise<readonly EspWebhook[]> {
  if (domains.length === 0) return readAccountWebhooks(http);
  const all: EspWebhook[] = [];
  for (const domain of domains) all.push(...(await readDomainWebhooks(http, domain)));
  return all;
}

/** A domain has URLs for each event type; here they are turned round, so that a webhook is a URL with its types. */
async function readDomainWebhooks(http: EspHttp, domain: string): Promise<readonly EspWebhook[]> {
  const { webhooks } = await http.request({
    operation: 'read-webhooks',
    method: 'GET',
    path: path`/v3/domains/${domain}/webhooks`,
    answer: domainWebhooks,
  });
  const eventsByUrl = new Map<string, string[]>();
  for (const [event, entry] of Object.entries(webhooks)) {
    for (const url of entry?.urls ?? (entry?.url ? [entry.url] : [])) {
      eventsByUrl.set(url, [...(eventsByUrl.get(url) ?? []), event]);
    }
  }
  return [...eventsByUrl].map(([url, events], index) => ({
    id: `${domain} #${index + 1}`,
    url,
    enabled: null,
    events,
    signing: 'on',
    scope: domain,
  }));
}

async function readAccountWebhooks(http: EspHttp): Promise<readonly EspWebhook[]> {
  const { webhooks } = await http.request({
    operation: 'read-webhooks',
    method: 'GET',
    path: path`/v1/webhooks`,
    answer: accountWebhooks,
  });
  return (webhooks ?? []).map((webhook) => ({
    id: webhook.webhook_id,
    url: webhook.url,
    enabled: null,
    events: webhook.event_types ?? [],
    signing: 'on',
    name: webhook.description ?? undefined,
  }));
}

function domainDriver(http: EspHttp, domains: readonly string[]): WebhookDriver {
  const write = (method: 'POST' | 'PUT', domain: string, url: string, events: readonly string[]) =>
    http.request({
      operation: 'write-webhooks',
      method,
      path: path`/v4/domains/${domain}/webhooks`,
      form: { url, event_types: events },
      answer: null,
    });
  return {
    scopes: async () => domains,
    list: () => readWebhooks(http, domains),
    create: async (spec) => {
      await write('POST', spec.scope ?? '', spec.url, spec.events);
      return {};
    },
    update: async (current, spec) => {
      const domain = spec.scope ?? '';
      if (current.url === spec.url) {
        await write('PUT', domain, spec.url, spec.events);
        return {};
      }
      // The URL is the key: the new one is added before the old one of the same source goes.
      await write('POST', domain, spec.url, spec.events);
      await http.request({
        operation: 'write-webhooks',
        method: 'DELETE',
        path: path`/v4/domains/${domain}/webhooks`,
        query: { url: current.url },
        removes: current.url,
        answer: null,
      });
      return {};
    },
    readSigningKey: () => readSigningKey(http),
  };
}

function accountDriver(http: EspHttp): WebhookDriver {
  return {
    list: () => readAccountWebhooks(http),
    create: async (spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v1/webhooks`,
        form: { url: spec.url, event_types: spec.events, description: spec.name },
        answer: null,
      });
      return {};
    },
    update: async ({ id, name }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PUT',
        path: path`/v1/webhooks/${id}`,
        form: { url: spec.url, event_types: spec.events, description: name ?? spec.name },
        answer: null,
      });
      return {};
    },
    readSigningKey: () => readSigningKey(http),
  };
}

/** Domains of the account that do not report to the source. */
function uncovered(named: readonly string[], all: readonly string[]): readonly EspFinding[] {
  const others = all.filter((domain) => !named.includes(domain));
  if (others.length === 0) return [];
  return [
    {
      check: 'domain-coverage',
      status: 'warning',
      detail: `The account has domains that do not report to this source: ${others.slice(0, 10).join(', ')}${others.length > 10 ? ` and ${others.length - 10} more` : ''}.`,
      fix: 'Add them to the option "domains", or remove the option for one webhook of the whole account.',
    },
  ];
}

/** An allowlist that keeps addresses from being suppressed, and a webhook of the account at the same URL. */
async function inspect(
  http: EspHttp,
  domains: readonly string[],
  domainUrl: string | null,
): Promise<readonly EspFinding[]> {
  const findings: EspFinding[] = [];
  for (const domain of domains) {
    const { items } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: path`/v3/${domain}/whitelists`,
      query: { limit: 1 },
      answer: allowList,
    });
    if ((items ?? []).length > 0) {
      findings.push({
        check: 'address-allow-list',
        status: 'warning',
        detail: `The domain ${domain} has an allowlist: Mailgun never suppresses what is on it.`,
        fix: 'Remove its entries under Sending > Suppressions > Allowlist, or expect the difference.',
      });
    }
  }
  if (domainUrl !== null) {
    const account = (await readAccountWebhooks(http)).filter(({ url }) => url === domainUrl);
    if (account.length > 0) {
      findings.push({
        check: 'webhook-duplicate',
        status: 'warning',
        detail: 'The account has a webhook at the same URL: Mailgun sends each event once, as the account’s.',
        fix: 'Keep one of the two: remove the option "domains", or the webhook of the account.',
      });
    }
  }
  return findings;
}
