import type * as v from 'valibot';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { path } from '../../esp-api/path.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspFinding,
  EspWebhook,
  FieldChange,
  SupportedWebhooks,
} from '../../esp-api/types.ts';
import { createWebhookApi, type WebhookDriver, type WebhookSpec } from '../../esp-api/webhook-api.ts';
import { splitCredentials } from '../../esp-api/webhook-url.ts';
import { postmarkEvents, server, streamList, type webhook, webhookList } from './api-schemas.ts';
import { postmarkSuppressionApi, postmarkSuppressions } from './api-suppressions.ts';

const webhookCapability: SupportedWebhooks = {
  supported: true,
  create: true,
  update: true,
  hasEnabledFlag: false,
  signingKey: 'none',
  testEvent: 'none',
  hasDeliveryHealth: false,
  coverage: 'stream',
  lagSeconds: 60,
  events: postmarkEvents,
  needlessEvents: ['Open', 'Click'],
  notes: [
    'Each message stream has webhooks of its own.',
    'Nothing is signed: user and password of the URL are sent as HTTP basic authentication.',
    'The content of bounced messages is left out.',
  ],
};

const PERMISSION = 'server API token of the server that sends';

/** ActiveCampaign Postmark. */
export const api: EspApiDefinition = {
  provider: 'postmark',
  title: 'Postmark',
  key: 'Server API token (Servers > the server > API Tokens)',
  options: [
    {
      name: 'streams',
      required: false,
      list: true,
      description: 'Message streams, separated by commas. Default: outbound.',
    },
  ],
  permissions: {
    'read-webhooks': PERMISSION,
    'write-webhooks': PERMISSION,
    'read-suppressions': PERMISSION,
    'add-suppressions': PERMISSION,
    'remove-suppressions': PERMISSION,
    'read-settings': PERMISSION,
  },
  capabilities: { webhooks: webhookCapability, suppressions: postmarkSuppressions },
  documents: [
    'https://postmarkapp.com/developer/api/webhooks-api',
    'https://postmarkapp.com/developer/api/suppressions-api',
    'https://postmarkapp.com/developer/api/message-streams-api',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const http = new EspHttp({
    definition: api,
    host: 'https://api.postmarkapp.com',
    settings,
    authenticate: () => ({ 'x-postmark-server-token': settings.apiKey }),
    // Postmark answers 422 with codes of its own; 10 is a refused token.
    readError: (_, body) =>
      typeof body === 'object' && body !== null && 'ErrorCode' in body && body.ErrorCode === 10
        ? { kind: 'unauthorized' }
        : null,
  });
  const named = options.list('streams');
  const streams = named.length > 0 ? named : ['outbound'];
  const scopes = async () => streams;
  const { provider, title, capabilities, permissions } = api;
  const readServer = () =>
    http.request({ operation: 'read-settings', method: 'GET', path: path`/server`, answer: server });
  return {
    provider,
    capabilities,
    permissions,
    // A server token may do everything on its server.
    checkKey: async () => {
      const check = await checkByCalls(api, { 'read-settings': readServer });
      if (!check.valid) return check;
      const all = Object.keys(permissions).map((operation) => [operation, 'granted' as const] as const);
      return { ...check, operations: Object.fromEntries(all) };
    },
    webhooks: createWebhookApi({
      provider,
      title,
      capability: webhookCapability,
      driver: webhookDriver(http, streams),
    }),
    suppressions: postmarkSuppressionApi(http, { provider, title, scopes }),
    inspect: () => inspect(http, streams),
  };
}

function webhookDriver(http: EspHttp, streams: readonly string[]): WebhookDriver {
  return {
    scopes: async () => streams,
    list: async () => {
      const { Webhooks } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/webhooks`,
        answer: webhookList,
      });
      return Webhooks.map(toWebhook);
    },
    create: async (spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/webhooks`,
        json: { ...bodyOf(spec), MessageStream: spec.scope },
        answer: null,
      });
      return {};
    },
    update: async ({ id }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PUT',
        path: path`/webhooks/${id}`,
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
    differences: ({ restrictions }) => {
      const includesContent = restrictions?.includes(INCLUDES_CONTENT);
      const field: FieldChange = { field: 'content of messages', from: 'included', to: 'left out' };
      return includesContent ? [field] : [];
    },
  };
}

const INCLUDES_CONTENT = 'sends the content of bounced messages';

function toWebhook(row: v.InferOutput<typeof webhook>): EspWebhook {
  const { Username: user, Password: password } = row.HttpAuth ?? {};
  const triggers = Object.entries(row.Triggers);
  const includesContent = triggers.some(([, trigger]) => trigger?.IncludeContent === true);
  return {
    id: String(row.ID),
    url: row.Url,
    enabled: null,
    events: triggers.flatMap(([name, trigger]) => (trigger?.Enabled ? [name] : [])),
    signing: 'none',
    credential: user || password ? new SecretText(`${user ?? ''}:${password ?? ''}`) : undefined,
    scope: row.MessageStream ?? 'outbound',
    restrictions: includesContent ? [INCLUDES_CONTENT] : [],
  };
}

const TRIGGERS = [...postmarkEvents.map(({ name }) => name), 'Open', 'Click'];

function bodyOf(spec: WebhookSpec): Record<string, unknown> {
  const { url, user, password } = splitCredentials(spec.url);
  const triggers = TRIGGERS.map((name) => [name, triggerOf(name, spec.events.includes(name))] as const);
  return {
    Url: url,
    ...(user === '' && password === '' ? {} : { HttpAuth: { Username: user, Password: password } }),
    Triggers: Object.fromEntries(triggers),
  };
}

function triggerOf(name: string, Enabled: boolean): Record<string, boolean> {
  if (name === 'Bounce' || name === 'SpamComplaint') return { Enabled, IncludeContent: false };
  return name === 'Open' ? { Enabled, PostFirstOpenOnly: false } : { Enabled };
}

/** Streams that send and are not among those of the source. */
async function inspect(http: EspHttp, streams: readonly string[]): Promise<readonly EspFinding[]> {
  const { MessageStreams } = await http.request({
    operation: 'read-settings',
    method: 'GET',
    path: path`/message-streams`,
    query: { MessageStreamType: 'All' },
    answer: streamList,
  });
  const sending = MessageStreams.filter(
    (stream) => stream.MessageStreamType !== 'Inbound' && !stream.ArchivedAt,
  );
  const existing = new Set(sending.map(({ ID }) => ID));
  const others = [...existing].filter((id) => !streams.includes(id));
  const unknown = streams.filter((id) => !existing.has(id));
  const findings: EspFinding[] = [];
  if (others.length > 0) {
    findings.push({
      check: 'stream-coverage',
      status: 'warning',
      detail: `The server has streams that do not report to this source: ${others.join(', ')}.`,
      fix: `Add them to the option "streams": ${[...streams, ...others].join(',')}.`,
    });
  }
  if (unknown.length > 0) {
    findings.push({
      check: 'stream-missing',
      status: 'problem',
      detail: `The server has no stream ${unknown.join(', ')}.`,
      fix: `Set the option "streams" to some of: ${[...existing].join(', ')}.`,
    });
  }
  if (findings.length > 0) return findings;
  const detail = `All ${existing.size} sending streams of the server report to this source.`;
  return [{ check: 'stream-coverage', status: 'ok', detail, fix: null }];
}
