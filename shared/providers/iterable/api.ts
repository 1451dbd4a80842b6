import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { EspApi, EspApiDefinition, EspApiSettings } from '../../esp-api/types.ts';
import type { WebhookDriver } from '../../esp-api/webhook-api.ts';

/** Names of the console: the API does not return which events a webhook sends. */
export const iterableEvents = [
  { name: 'emailBounce', console: 'Email Bounce' },
  { name: 'emailComplaint', console: 'Email Complaint' },
  { name: 'emailSubscribe', console: 'Email Subscribe' },
  { name: 'emailUnSubscribe', console: 'Email Unsubscribe' },
] as const;

export const webhookList = v.looseObject({
  webhooks: v.array(
    v.looseObject({
      id: v.number(),
      endpoint: v.string(),
      enabled: v.boolean(),
      authType: v.nullish(v.string()),
      blastSendEnabled: v.nullish(v.boolean()),
      triggeredSendEnabled: v.nullish(v.boolean()),
      channelIds: v.nullish(v.array(v.number())),
      messageTypeIds: v.nullish(v.array(v.number())),
    }),
  ),
});

/** Iterable. Its webhooks can be read; they are made in the console. */
export const api: EspApiDefinition = {
  provider: 'iterable',
  title: 'Iterable',
  key: 'Server-side API key (Integrations > API Keys)',
  options: [
    {
      name: 'region',
      required: false,
      values: ['us', 'eu'],
      description: 'The data center of the project. Default: us.',
    },
  ],
  permissions: { 'read-webhooks': 'Standard server-side key' },
  capabilities: {
    webhooks: {
      supported: true,
      create: false,
      update: false,
      hasEnabledFlag: true,
      signingKey: 'none',
      testEvent: 'none',
      hasDeliveryHealth: false,
      coverage: 'account',
      lagSeconds: 60,
      events: iterableEvents,
      needlessEvents: [],
      notes: [
        'No call creates a webhook, and the fields that change one are documented in two ways: webhooks are read only.',
        'Which events a webhook sends is shown in the console only.',
        'A webhook can be limited to channels and message types.',
      ],
    },
    suppressions: {
      supported: false,
      reason:
        'Iterable has no call that lists or lifts addresses that bounced; subscriptions are changed with a profile.',
    },
  },
  documents: ['https://api.iterable.com/api/docs#webhooks'],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const http = new EspHttp({
    definition: api,
    host: options.optional('region') === 'eu' ? 'https://api.eu.iterable.com' : 'https://api.iterable.com',
    settings,
    authenticate: () => ({ 'api-key': settings.apiKey }),
  });
  const webhooks = webhookDriver(http);
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
  });
}

function webhookDriver(http: EspHttp): WebhookDriver {
  return {
    list: async () => {
      const { webhooks } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/api/webhooks`,
        answer: webhookList,
      });
      return webhooks.map((row) => ({
        id: String(row.id),
        url: row.endpoint,
        enabled: row.enabled,
        events: null,
        signing: 'none' as const,
        restrictions: [
          ...(row.channelIds?.length ? [`only for the channels ${row.channelIds.join(', ')}`] : []),
          ...(row.messageTypeIds?.length
            ? [`only for the message types ${row.messageTypeIds.join(', ')}`]
            : []),
          ...(row.blastSendEnabled === false ? ['not for blast campaigns'] : []),
          ...(row.triggeredSendEnabled === false ? ['not for triggered campaigns'] : []),
        ],
      }));
    },
    update: async () => {
      throw http.error('unsupported', 'Change the webhook in the console of Iterable.', 'write-webhooks');
    },
  };
}
