/**
 * Amazon SES and SNS, from their service models and guides: SESv2 as REST with JSON, SES v1 and SNS as queries with
 * XML. One server answers all three, as one endpoint is given for them.
 */
import type { FakeEsp } from '../fake-esp.ts';
import {
  type FakeAnswer,
  type FakeRequest,
  formOf,
  type Handler,
  jsonOf,
  startFakeServer,
} from '../fake-server.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '123456789012';
export const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:bounce-ledger`;
export const OTHER_TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:crm`;
export const BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`;

interface Destination {
  Name: string;
  Enabled: boolean;
  MatchingEventTypes: string[];
  SnsDestination?: { TopicArn: string };
  EventBridgeDestination?: { EventBusArn: string };
  CloudWatchDestination?: object;
}

interface Identity {
  ConfigurationSetName?: string;
  FeedbackForwardingStatus: boolean;
  VerifiedForSendingStatus: boolean;
  topics: Record<string, string>;
}

interface Subscription {
  SubscriptionArn: string;
  Owner: string;
  Protocol: string;
  Endpoint: string;
  TopicArn: string;
  attributes: Record<string, string>;
}

export interface FakeSes extends FakeEsp {
  readonly sets: Map<string, Destination[]>;
  readonly setOptions: Map<string, object>;
  readonly identities: Map<string, Identity>;
  readonly topicPolicies: Map<string, string>;
  readonly subscriptions: Subscription[];
  readonly account: {
    SendingEnabled: boolean;
    ProductionAccessEnabled: boolean;
    EnforcementStatus: string;
    reasons: string[];
  };
  /** Lists by tenant; the empty name is the account's. */
  readonly lists: Map<string, Map<string, { Reason: string; LastUpdateTime: number }>>;
  readonly tenants: Map<string, object>;
  /** Actions that the credentials may not do. */
  readonly denied: Set<string>;
  /** The ids of access keys that are known. */
  readonly accessKeys: Set<string>;
}

const AWS_POLICY = JSON.stringify({
  Version: '2008-10-17',
  Statement: [
    { Sid: '__default_statement_ID', Effect: 'Allow', Principal: { AWS: '*' }, Action: ['SNS:Subscribe'] },
  ],
});

export async function startSes(): Promise<FakeSes> {
  const sets: FakeSes['sets'] = new Map([
    ['news', []],
    [
      'orders',
      [
        {
          Name: 'bounce-ledger',
          Enabled: true,
          MatchingEventTypes: ['SEND'],
          CloudWatchDestination: { DimensionConfigurations: [] },
        },
      ],
    ],
  ]);
  const setOptions: FakeSes['setOptions'] = new Map();
  const identities: FakeSes['identities'] = new Map();
  const topicPolicies = new Map([
    [TOPIC, AWS_POLICY],
    [OTHER_TOPIC, AWS_POLICY],
  ]);
  const subscriptions: Subscription[] = [];
  const account: FakeSes['account'] = {
    SendingEnabled: true,
    ProductionAccessEnabled: true,
    EnforcementStatus: 'HEALTHY',
    reasons: ['BOUNCE', 'COMPLAINT'],
  };
  const lists: FakeSes['lists'] = new Map([['', new Map()]]);
  const tenants: FakeSes['tenants'] = new Map();
  const denied = new Set<string>();
  const accessKeys = new Set(['AKIDEXAMPLE']);
  const wipes: string[] = [];

  const fail = (status: number, type: string, message: string): FakeAnswer => ({
    status,
    json: { message },
    headers: { 'x-amzn-errortype': type },
  });
  const ok = (json: unknown = {}): FakeAnswer => ({ status: 200, json });
  const listOf = (tenant: unknown) => lists.get(typeof tenant === 'string' ? tenant : '');

  function allowed(action: string, handler: Handler): Handler {
    return (request) => {
      if (!denied.has(action)) return handler(request);
      const message = `User: arn:aws:iam::${ACCOUNT}:user/dev is not authorized to perform: ${action} on resource: *`;
      return fail(403, 'AccessDeniedException', message);
    };
  }

  function withSet(handler: (destinations: Destination[], request: FakeRequest) => FakeAnswer): Handler {
    return (request) => {
      const destinations = sets.get(request.params.set ?? '');
      return destinations === undefined
        ? fail(404, 'NotFoundException', 'Configuration set does not exist.')
        : handler(destinations, request);
    };
  }

  function destinationFrom(request: FakeRequest, Name: string): Destination | FakeAnswer {
    const given = jsonOf(request).EventDestination as Omit<Destination, 'Name'>;
    const topic = given.SnsDestination?.TopicArn;
    if (topic !== undefined && !(topicPolicies.get(topic) ?? '').includes('ses.amazonaws.com')) {
      return fail(400, 'BadRequestException', `Could not publish to SNS topic <${topic}>.`);
    }
    return { ...given, Name };
  }

  function page<T>(
    items: readonly T[],
    size: number,
    token: unknown,
  ): { part: readonly T[]; NextToken?: string } {
    const start = typeof token === 'string' && token !== '' ? Number(token) : 0;
    const part = items.slice(start, start + size);
    return start + size < items.length ? { part, NextToken: String(start + size) } : { part };
  }

  function suppressed(request: FakeRequest, EmailAddress: string): FakeAnswer {
    // Exact case, as AWS documents; an address with a slash is never found.
    const entry = listOf(request.query.get('TenantName'))?.get(EmailAddress);
    if (entry === undefined || EmailAddress.includes('/')) {
      return fail(
        404,
        'NotFoundException',
        `Email address ${EmailAddress} does not exist on your suppression list.`,
      );
    }
    return ok({ SuppressedDestination: { EmailAddress, ...entry } });
  }

  /** SES v1 and SNS: the action is in the form. */
  function query(request: FakeRequest): FakeAnswer {
    const form = formOf(request);
    const action = form.get('Action') ?? '';
    const service = form.get('Version') === '2010-12-01' ? 'ses' : 'sns';
    if (denied.has(`${service}:${action}`)) {
      return xmlError(403, 'AccessDenied', `User is not authorized to perform: ${service}:${action}`);
    }
    const topic = form.get('TopicArn') ?? '';
    switch (action) {
      case 'GetIdentityNotificationAttributes': {
        const names = [...form].flatMap(([key, value]) =>
          key.startsWith('Identities.member') ? [value] : [],
        );
        const entries = names.map((name) => {
          const { topics = {}, FeedbackForwardingStatus = true } = identities.get(name) ?? {};
          const parts = Object.entries(topics).map(([type, arn]) => `<${type}Topic>${arn}</${type}Topic>`);
          return `<entry><key>${name}</key><value>${parts.join('')}<ForwardingEnabled>${FeedbackForwardingStatus}</ForwardingEnabled></value></entry>`;
        });
        return xml(action, `<NotificationAttributes>${entries.join('')}</NotificationAttributes>`);
      }
      case 'SetIdentityNotificationTopic': {
        const identity = identities.get(form.get('Identity') ?? '');
        const arn = form.get('SnsTopic') ?? '';
        if (identity === undefined || !(topicPolicies.get(arn) ?? '').includes('ses.amazonaws.com')) {
          return xmlError(400, 'InvalidParameterValue', 'Invalid identity, or SNS topic without permission.');
        }
        identity.topics[form.get('NotificationType') ?? ''] = arn;
        return xml(action, '');
      }
      case 'GetTopicAttributes': {
        const policy = topicPolicies.get(topic);
        if (policy === undefined) return xmlError(404, 'NotFound', 'Topic does not exist');
        const value = policy.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
        return xml(
          action,
          `<Attributes><entry><key>Policy</key><value>${value}</value></entry></Attributes>`,
        );
      }
      case 'SetTopicAttributes':
        topicPolicies.set(topic, form.get('AttributeValue') ?? '');
        return xml(action, '');
      case 'ListSubscriptionsByTopic': {
        const members = subscriptions
          .filter(({ TopicArn }) => TopicArn === topic)
          .map(
            (one) =>
              `<member><SubscriptionArn>${one.SubscriptionArn}</SubscriptionArn><Owner>${one.Owner}</Owner><Protocol>${one.Protocol}</Protocol><Endpoint>${one.Endpoint}</Endpoint><TopicArn>${one.TopicArn}</TopicArn></member>`,
          );
        return xml(action, `<Subscriptions>${members.join('')}</Subscriptions>`);
      }
      case 'Subscribe': {
        const SubscriptionArn = `${topic}:${subscriptions.length + 1}`;
        const Protocol = form.get('Protocol') ?? '';
        subscriptions.push({
          SubscriptionArn,
          Owner: ACCOUNT,
          Protocol,
          Endpoint: form.get('Endpoint') ?? '',
          TopicArn: topic,
          attributes: {
            Protocol,
            PendingConfirmation: 'false',
            RawMessageDelivery: form.get('Attributes.entry.1.value') ?? 'false',
          },
        });
        return xml(action, `<SubscriptionArn>${SubscriptionArn}</SubscriptionArn>`);
      }
      case 'GetSubscriptionAttributes': {
        const one = subscriptions.find(
          ({ SubscriptionArn }) => SubscriptionArn === form.get('SubscriptionArn'),
        );
        const entries = Object.entries(one?.attributes ?? {}).map(
          ([key, value]) => `<entry><key>${key}</key><value>${value}</value></entry>`,
        );
        return xml(action, `<Attributes>${entries.join('')}</Attributes>`);
      }
      default:
        return xmlError(400, 'InvalidAction', `The action ${action} is not valid for this endpoint.`);
    }
  }

  const server = await startFakeServer({
    authenticate: ({ headers }) =>
      accessKeys.has(/Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '')
        ? null
        : fail(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
    routes: {
      'POST /': query,
      'GET /v2/email/account': allowed('ses:GetAccount', () => {
        const { reasons, ...others } = account;
        return ok({ ...others, SuppressionAttributes: { SuppressedReasons: reasons } });
      }),
      'PUT /v2/email/account/suppression': (request) => {
        account.reasons = (jsonOf(request).SuppressedReasons ?? []) as string[];
        return ok();
      },
      'POST /v2/email/list-configuration-sets': allowed('ses:ListConfigurationSets', (request) => {
        const { PageSize = 1_000, NextToken } = jsonOf(request);
        const { part, ...next } = page([...sets.keys()], Number(PageSize), NextToken);
        return ok({ ConfigurationSets: part, ...next });
      }),
      'POST /v2/email/configuration-sets': (request) => {
        const name = String(jsonOf(request).ConfigurationSetName);
        if (sets.has(name)) return fail(400, 'AlreadyExistsException', 'Configuration set exists.');
        sets.set(name, []);
        return ok();
      },
      'GET /v2/email/configuration-sets/:set': withSet((_, { params }) =>
        ok({
          ConfigurationSetName: params.set,
          SendingOptions: { SendingEnabled: true },
          ...setOptions.get(params.set ?? ''),
        }),
      ),
      'GET /v2/email/configuration-sets/:set/event-destinations': allowed(
        'ses:GetConfigurationSetEventDestinations',
        withSet((destinations) => ok({ EventDestinations: destinations })),
      ),
      'POST /v2/email/configuration-sets/:set/event-destinations': withSet((destinations, request) => {
        const name = String(jsonOf(request).EventDestinationName);
        if (destinations.some(({ Name }) => Name === name)) {
          return fail(400, 'AlreadyExistsException', 'Event destination exists.');
        }
        const made = destinationFrom(request, name);
        if ('status' in made) return made;
        destinations.push(made);
        return ok();
      }),
      'PUT /v2/email/configuration-sets/:set/event-destinations/:name': withSet((destinations, request) => {
        const index = destinations.findIndex(({ Name }) => Name === request.params.name);
        if (index < 0) return fail(404, 'NotFoundException', 'Event destination does not exist.');
        const made = destinationFrom(request, request.params.name ?? '');
        if ('status' in made) return made;
        destinations[index] = made;
        return ok();
      }),
      'PUT /v2/email/configuration-sets/:set/suppression-options': withSet((_, request) => {
        const name = request.params.set ?? '';
        setOptions.set(name, { ...setOptions.get(name), SuppressionOptions: jsonOf(request) });
        return ok();
      }),
      'POST /v2/email/tenant/suppression': (request) => {
        const { TenantName, ...attributes } = jsonOf(request);
        tenants.set(String(TenantName), attributes);
        return ok();
      },
      'POST /v2/email/list-identities': () =>
        ok({
          EmailIdentities: [...identities].map(([IdentityName, { VerifiedForSendingStatus }]) => ({
            IdentityName,
            IdentityType: 'DOMAIN',
            SendingEnabled: VerifiedForSendingStatus,
          })),
        }),
      'GET /v2/email/identities/:identity': ({ params }) => {
        const found = identities.get(params.identity ?? '');
        if (found === undefined) return fail(404, 'NotFoundException', 'Identity does not exist.');
        const { topics: _, ...shown } = found;
        return ok({ IdentityType: 'DOMAIN', ...shown });
      },
      'PUT /v2/email/identities/:identity/configuration-set': (request) => {
        const identity = identities.get(request.params.identity ?? '');
        if (identity) identity.ConfigurationSetName = String(jsonOf(request).ConfigurationSetName);
        return ok();
      },
      'PUT /v2/email/identities/:identity/feedback': (request) => {
        const identity = identities.get(request.params.identity ?? '');
        const isPublished =
          identity?.ConfigurationSetName ?? (identity?.topics.Bounce && identity.topics.Complaint);
        if (!isPublished)
          return fail(400, 'BadRequestException', 'Bounces and complaints need a topic first.');
        if (identity) identity.FeedbackForwardingStatus = jsonOf(request).EmailForwardingEnabled === true;
        return ok();
      },
      'POST /v2/email/tenants/list': () =>
        ok({ Tenants: [...tenants.keys()].map((TenantName) => ({ TenantName, SendingStatus: 'ENABLED' })) }),
      'POST /v2/email/tenants/get': (request) => {
        const name = String(jsonOf(request).TenantName);
        return ok({ Tenant: { TenantName: name, SuppressionAttributes: tenants.get(name) } });
      },
      'GET /v2/email/suppression/addresses': allowed(
        'ses:ListSuppressedDestinations',
        ({ query: parameters }) => {
          const size = Number(parameters.get('PageSize') ?? 1_000);
          const rows = [...(listOf(parameters.get('TenantName')) ?? [])];
          const { part, ...next } = page(rows, size, parameters.get('NextToken'));
          const summaries = part.map(([EmailAddress, entry]) => ({ EmailAddress, ...entry }));
          return ok({ SuppressedDestinationSummaries: summaries, ...next });
        },
      ),
      'PUT /v2/email/suppression/addresses': (request) => {
        const { EmailAddress, Reason, TenantName } = jsonOf(request);
        listOf(TenantName)?.set(String(EmailAddress).trim(), {
          Reason: String(Reason),
          LastUpdateTime: 1_750_000_000,
        });
        return ok();
      },
      'GET /v2/email/suppression/addresses/:address': (request) =>
        suppressed(request, request.params.address ?? ''),
      'DELETE /v2/email/suppression/addresses/:address': (request) => {
        const address = request.params.address ?? '';
        const answer = suppressed(request, address);
        if (answer.status !== 200) return answer;
        listOf(request.query.get('TenantName'))?.delete(address);
        return ok();
      },
    },
  });

  return {
    provider: 'ses',
    server,
    key: '',
    awsCredentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI-K7MDENG' }),
    options: { region: REGION },
    sets,
    setOptions,
    identities,
    topicPolicies,
    subscriptions,
    account,
    lists,
    tenants,
    denied,
    accessKeys,
    wipes,
    seedWebhook: ({ url, events = [], enabled = true }) => {
      const destinations = sets.get('news');
      const Name = `made-by-hand-${(destinations?.length ?? 0) + 1}`;
      destinations?.push({
        Name,
        Enabled: enabled,
        MatchingEventTypes: [...events],
        SnsDestination: { TopicArn: url },
      });
      return `news/${Name}`;
    },
    webhooks: () => [...sets],
    seedSuppression: (_, address) => {
      lists.get('')?.set(address, { Reason: 'BOUNCE', LastUpdateTime: 1_750_000_000 });
    },
    addressesOn: () => [...(lists.get('')?.keys() ?? [])],
  };
}

function xml(action: string, content: string): FakeAnswer {
  const text = `<${action}Response xmlns="http://example"><${action}Result>${content}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, text, headers: { 'content-type': 'text/xml' } };
}

function xmlError(status: number, code: string, message: string): FakeAnswer {
  const text = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status, text, headers: { 'content-type': 'text/xml' } };
}
