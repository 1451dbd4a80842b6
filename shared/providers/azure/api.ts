import { assembleApi } from '../../esp-api/assemble.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oauthToken } from '../../esp-api/oauth.ts';
import { allItems } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { EspApi, EspApiDefinition, EspApiSettings, EspWebhook } from '../../esp-api/types.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';
import { azureEvents, fullUrl, subscriptionPage } from './api-schemas.ts';
import {
  type AzureDomain,
  azureListDriver,
  azureSuppressions,
  readListNames,
  skipTokenIn,
} from './api-suppressions.ts';

const API_VERSION = '2022-06-15';
const EVENT_GRID = 'EventGrid EventSubscription Contributor on the Communication Services resource';
const EMAIL = 'Contributor on the Email Communication Services resource';

/** Azure Communication Services, through Azure Resource Manager. */
export const api: EspApiDefinition = {
  provider: 'azure',
  title: 'Azure Communication Services',
  key: 'Service principal as tenantId:clientId:clientSecret (Microsoft Entra ID > App registrations)',
  options: [
    { name: 'subscriptionId', required: true, description: 'The id of the Azure subscription.' },
    { name: 'resourceGroup', required: true, description: 'The name of the resource group.' },
    {
      name: 'communicationService',
      required: true,
      description: 'The name of the Communication Services resource.',
    },
    {
      name: 'emailService',
      required: true,
      description: 'The name of the Email Communication Services resource.',
    },
    { name: 'domain', required: true, description: 'The sending domain.' },
  ],
  permissions: {
    'read-webhooks': EVENT_GRID,
    'write-webhooks': EVENT_GRID,
    'read-suppressions': EMAIL,
    'add-suppressions': EMAIL,
    'remove-suppressions': EMAIL,
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: true,
      signingKey: 'none',
      testEvent: 'at-creation',
      hasDeliveryHealth: false,
      coverage: 'account',
      lagSeconds: 300,
      events: azureEvents,
      needlessEvents: ['Microsoft.Communication.EmailEngagementTrackingReportReceived'],
      notes: [
        'The webhook is an Event Grid subscription. Its creation ends once the URL has answered the validation: deploy first.',
        'Nothing is signed: the URL carries the secret.',
      ],
    },
    suppressions: azureSuppressions,
  },
  documents: [
    'https://learn.microsoft.com/rest/api/eventgrid/controlplane/event-subscriptions',
    'https://learn.microsoft.com/rest/api/communication/resourcemanager/suppression-list-addresses',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const [tenant = '', clientId = '', clientSecret = ''] = settings.apiKey.split(':');
  const secrets = [settings.apiKey, clientSecret];
  const login = new EspHttp({
    definition: api,
    host: 'https://login.microsoftonline.com',
    settings,
    authenticate: () => ({}),
    secrets,
    // A wrong client or secret is 400 or 401.
    readError: (status) => (status === 400 ? { kind: 'unauthorized' } : null),
  });
  if (clientSecret === '') {
    throw login.error('settings', `Invalid API key for Azure: it needs three parts (${api.key}).`);
  }
  const token = oauthToken(login, {
    path: path`/${tenant}/oauth2/v2.0/token`,
    form: {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'https://management.azure.com/.default',
    },
  });
  const http = new EspHttp({
    definition: api,
    host: 'https://management.azure.com',
    settings,
    authenticate: async () => ({ authorization: `Bearer ${await token()}` }),
    secrets,
  });
  const at: AzureDomain = {
    subscriptionId: options.text('subscriptionId'),
    resourceGroup: options.text('resourceGroup'),
    emailService: options.text('emailService'),
    domain: options.text('domain'),
  };
  const webhooks = webhookDriver(http, { ...at, service: options.text('communicationService') });
  const readNames = () => readListNames(http, at);
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list, 'read-suppressions': readNames }),
    webhooks,
    scopes: readNames,
    lists: { addresses: azureListDriver(http, at) },
  });
}

interface Service {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly service: string;
}

function webhookDriver(http: EspHttp, { subscriptionId, resourceGroup, service }: Service): WebhookDriver {
  const query = { 'api-version': API_VERSION };
  const all = path`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Communication/communicationServices/${service}/providers/Microsoft.EventGrid/eventSubscriptions`;
  const one = (name: string) =>
    path`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Communication/communicationServices/${service}/providers/Microsoft.EventGrid/eventSubscriptions/${name}`;
  const urlOf = (name: string) =>
    http.request({
      operation: 'read-webhooks',
      method: 'POST',
      path: path`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Communication/communicationServices/${service}/providers/Microsoft.EventGrid/eventSubscriptions/${name}/getFullUrl`,
      query,
      answer: fullUrl,
      repeatable: true,
    });
  const put = async (name: string, spec: WebhookSpec) => {
    await http.request({
      operation: 'write-webhooks',
      method: 'PUT',
      path: one(name),
      query,
      json: bodyOf(spec),
      answer: null,
    });
    return {};
  };
  const list = async (): Promise<readonly EspWebhook[]> => {
    const rows = await allItems(http, async (cursor) => {
      const answer = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: all,
        query: { ...query, $skipToken: cursor ?? undefined },
        answer: subscriptionPage,
      });
      return { items: answer.value, next: skipTokenIn(answer.nextLink) };
    });
    const found: EspWebhook[] = [];
    for (const { name, properties } of rows) {
      if (properties.destination?.endpointType !== 'WebHook') continue;
      // Reading hides the query of the URL.
      const { endpointUrl } = await urlOf(name);
      const { subjectBeginsWith, subjectEndsWith } = properties.filter ?? {};
      found.push({
        id: name,
        url: endpointUrl ?? properties.destination.properties?.endpointBaseUrl ?? '',
        enabled: (properties.provisioningState ?? 'Succeeded') === 'Succeeded',
        events: properties.filter?.includedEventTypes ?? [],
        signing: 'none',
        name,
        restrictions: subjectBeginsWith || subjectEndsWith ? ['only for some subjects'] : [],
      });
    }
    return found;
  };
  return {
    list,
    create: async (spec) => {
      const taken = new Set((await list()).map(({ id }) => id));
      let name = spec.name;
      for (let count = 2; taken.has(name); count++) name = `${spec.name}-${count}`;
      return put(name, spec);
    },
    update: ({ id }, spec) => put(id, spec),
  };
}

function bodyOf(spec: WebhookSpec) {
  return {
    properties: {
      destination: { endpointType: 'WebHook', properties: { endpointUrl: spec.url } },
      filter: { includedEventTypes: spec.events },
      eventDeliverySchema: 'EventGridSchema',
    },
  };
}
