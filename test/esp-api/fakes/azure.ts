/** Azure Resource Manager with Event Grid and the suppression lists of a domain, and Entra ID's token endpoint. */
import type { FakeEsp } from '../fake-esp.ts';
import { type FakeAnswer, type FakeRequest, formOf, jsonOf, startFakeServer } from '../fake-server.ts';

const OPTIONS = {
  subscriptionId: '11111111-1111-4111-8111-111111111111',
  resourceGroup: 'mail',
  communicationService: 'acs',
  emailService: 'email',
  domain: 'example.com',
};
const PAGE = 100;
const LIST = 'donotreply';

interface Subscription {
  name: string;
  endpointUrl: string;
  events: string[];
  provisioningState: string;
  endpointType: string;
}

export interface FakeAzure extends FakeEsp {
  readonly all: Subscription[];
}

export async function startAzure(): Promise<FakeAzure> {
  const key = 'tenant-0123:client-0123:secret~0123456789';
  const token = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2ln';
  const all: Subscription[] = [];
  const rows = new Map<string, { email: string; notes: string }>();
  const forbidden = new Set<string>();
  let serial = 0;
  const error = (status: number, code: string, message: string): FakeAnswer => ({
    status,
    json: { error: { code, message } },
  });
  const group = `/subscriptions/${OPTIONS.subscriptionId}/resourceGroups/mail/providers/Microsoft.Communication`;
  const grid = `${group}/communicationServices/acs/providers/Microsoft.EventGrid/eventSubscriptions`;
  const lists = `${group}/emailServices/email/domains/example.com/suppressionLists`;

  function page(values: readonly unknown[], { query, path }: FakeRequest): FakeAnswer {
    if (query.get('api-version') === null)
      return error(400, 'MissingApiVersionParameter', 'The api-version is required.');
    const start = Number(query.get('$skipToken') ?? 0);
    const more = start + PAGE < values.length;
    const nextLink = more ? `https://management.azure.com${path}?$skipToken=${start + PAGE}` : undefined;
    return { status: 200, json: { value: values.slice(start, start + PAGE), nextLink } };
  }

  const shown = ({ name, endpointUrl, events, provisioningState, endpointType }: Subscription) => ({
    name,
    properties: {
      provisioningState,
      destination: { endpointType, properties: { endpointBaseUrl: endpointUrl.split('?')[0] } },
      filter: { includedEventTypes: events },
    },
  });

  const server = await startFakeServer({
    authenticate: (request) => {
      if (request.path.endsWith('/oauth2/v2.0/token')) return null;
      if (request.headers.authorization !== `Bearer ${token}`)
        return error(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
      const kind = request.path.includes('EventGrid') ? 'webhooks' : 'suppressions';
      return forbidden.has(kind)
        ? error(403, 'AuthorizationFailed', 'The client does not have authorization to perform action.')
        : null;
    },
    routes: {
      'POST /:tenant/oauth2/v2.0/token': (request) => {
        const form = formOf(request);
        const given = `${request.params.tenant}:${form.get('client_id')}:${form.get('client_secret')}`;
        return given === key
          ? { status: 200, json: { token_type: 'Bearer', expires_in: 3_599, access_token: token } }
          : {
              status: 401,
              json: {
                error: 'invalid_client',
                error_description: 'AADSTS7000215: Invalid client secret provided.',
              },
            };
      },
      [`GET ${grid}`]: (request) => page(all.map(shown), request),
      [`POST ${grid}/:name/getFullUrl`]: ({ params }) => {
        const found = all.find(({ name }) => name === params.name);
        return found === undefined
          ? error(404, 'ResourceNotFound', 'Not found')
          : { status: 200, json: { endpointUrl: found.endpointUrl } };
      },
      [`PUT ${grid}/:name`]: (request) => {
        const { properties } = jsonOf(request) as {
          properties: {
            destination: { endpointType: string; properties: { endpointUrl: string } };
            filter: { includedEventTypes: string[] };
          };
        };
        const name = request.params.name ?? '';
        const row = {
          name,
          endpointUrl: properties.destination.properties.endpointUrl,
          events: properties.filter.includedEventTypes,
          provisioningState: 'Succeeded',
          endpointType: properties.destination.endpointType,
        };
        const index = all.findIndex((one) => one.name === name);
        if (index < 0) all.push(row);
        else all[index] = row;
        return { status: 201, json: shown(row) };
      },
      [`GET ${lists}`]: (request) => page([{ name: LIST }], request),
      [`GET ${lists}/:list/suppressionListAddresses`]: (request) =>
        page(
          [...rows].map(([name, properties]) => ({
            name,
            properties: { ...properties, lastModified: '2026-01-01T10:11:12.1234567Z' },
          })),
          request,
        ),
      [`PUT ${lists}/:list/suppressionListAddresses/:id`]: (request) => {
        const { properties } = jsonOf(request) as { properties: { email: string; notes: string } };
        rows.set(request.params.id ?? '', properties);
        return { status: 200, json: { name: request.params.id, properties } };
      },
      [`DELETE ${lists}/:list/suppressionListAddresses/:id`]: ({ params }) =>
        rows.delete(params.id ?? '') ? { status: 200 } : error(404, 'ResourceNotFound', 'Not found'),
    },
  });

  return {
    provider: 'azure',
    server,
    key,
    options: OPTIONS,
    all,
    wipes: [],
    seedWebhook: ({ url, events = [], enabled = true }) => {
      const name = `by-hand-${++serial}`;
      all.push({
        name,
        endpointUrl: url,
        events: [...events],
        provisioningState: enabled ? 'Succeeded' : 'AwaitingManualAction',
        endpointType: 'WebHook',
      });
      return name;
    },
    webhooks: () => all,
    seedSuppression: (_, email) => {
      rows.set(`id-${++serial}`, { email, notes: '' });
    },
    addressesOn: () => [...rows.values()].map(({ email }) => email),
    forbid: (what) => {
      forbidden.add(what);
    },
  };
}
