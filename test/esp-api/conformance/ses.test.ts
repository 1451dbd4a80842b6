/** Every call of SESv2 and SES v1, and every answer of the fake, held against the service models of AWS. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFake } from '../fake-esp.ts';
import { formOf } from '../fake-server.ts';
import { type FakeSes, startSes, TOPIC } from '../fakes/ses.ts';
import { documentsFolder, readDocumentText } from './documents.ts';
import { exercise } from './exercise.ts';

interface Member {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
}

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly member?: Member;
  readonly value?: Member;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

interface Model {
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly http: { readonly method: string; readonly requestUri: string };
        readonly input?: { readonly shape: string };
        readonly output?: { readonly shape: string };
      }
    >
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

class ModelCheck {
  readonly model: Model;

  constructor(model: Model) {
    this.model = model;
  }

  operationOf(method: string, path: string) {
    return Object.entries(this.model.operations).find(([, { http }]) => {
      const template = http.requestUri.split('?')[0]?.replace(/\/$/, '') ?? '';
      const pattern = template.replace(/\{[^}]+\}/g, '[^/]+');
      return http.method === method && new RegExp(`^${pattern}/?$`).test(path);
    });
  }

  /** What of a value does not fit its shape. */
  faults(name: string, value: unknown, at: string): string[] {
    const shape = this.model.shapes[name];
    if (shape === undefined || value === undefined || value === null) return [];
    switch (shape.type) {
      case 'structure':
        return this.#structureFaults(shape, value, at);
      case 'list':
        if (!Array.isArray(value)) return [`${at} is no list`];
        return value.flatMap((item, index) =>
          this.faults(shape.member?.shape ?? '', item, `${at}[${index}]`),
        );
      case 'string':
        if (typeof value !== 'string') return [`${at} is no text`];
        return shape.enum && !shape.enum.includes(value)
          ? [`${at} is not one of ${shape.enum.join(', ')}`]
          : [];
      case 'boolean':
        return typeof value === 'boolean' ? [] : [`${at} is no boolean`];
      case 'timestamp':
      case 'integer':
      case 'long':
        return typeof value === 'number' ? [] : [`${at} is no number`];
      default:
        return [];
    }
  }

  #structureFaults(shape: Shape, value: unknown, at: string): string[] {
    if (typeof value !== 'object' || Array.isArray(value)) return [`${at} is no structure`];
    const fields = new Map(Object.entries(value as object).filter(([, inner]) => inner !== undefined));
    const inBody = Object.entries(shape.members ?? {}).filter(([, member]) => member.location === undefined);
    const known = new Map(inBody);
    const missing = (shape.required ?? []).filter((name) => known.has(name) && !fields.has(name));
    return [
      ...missing.map((name) => `${at}.${name} is missing`),
      ...[...fields].flatMap(([name, inner]) => {
        const member = known.get(name);
        return member === undefined
          ? [`${at}.${name} is unknown`]
          : this.faults(member.shape, inner, `${at}.${name}`);
      }),
    ];
  }
}

describe.skipIf(documentsFolder === null)(
  'Amazon SES: conformance with its service models (skipped without ESP_OPENAPI_DIR)',
  () => {
    let fake: FakeSes;
    let v2: ModelCheck;
    let v1: ModelCheck;
    beforeAll(async () => {
      v2 = new ModelCheck(JSON.parse(readDocumentText('aws-sesv2.json')));
      v1 = new ModelCheck(JSON.parse(readDocumentText('aws-ses-v1-notifications.json')));
      fake = await startSes();
      const identity = { FeedbackForwardingStatus: true, VerifiedForSendingStatus: true };
      fake.identities.set('silent.example', { ...identity, topics: {} });
      fake.identities.set('half.example', { ...identity, topics: { Bounce: TOPIC, Complaint: TOPIC } });
      fake.tenants.set('shop', { SuppressionScope: 'TENANT', SuppressedReasons: ['BOUNCE'] });
      fake.lists.set('shop', new Map());
      fake.account.reasons = [];
      fake.setOptions.set('orders', { SuppressionOptions: { SuppressedReasons: [] } });
      await exercise(
        { ...fake, options: { ...fake.options, tenants: 'shop', suppressedReasons: 'both' } },
        TOPIC,
      );
      fake.identities.set('later.example', { ...identity, topics: {} });
      const options = { ...fake.options, identities: 'configuration-set', feedbackForwarding: 'off' };
      const { webhooks } = await openFake(fake, { options });
      await webhooks?.apply(await webhooks.plan({ url: TOPIC }));
    });
    afterAll(() => fake.server.stop());

    const ofV2 = () => fake.server.exchanges.filter(({ request }) => request.path.startsWith('/v2/'));

    it('sends what the model of SESv2 allows', () => {
      const called = new Set<string>();
      const faults = ofV2().flatMap(({ request }) => {
        const found = v2.operationOf(request.method, request.path);
        if (found === undefined) return [`${request.method} ${request.path} is not in the model`];
        const [name, { input }] = found;
        called.add(name);
        const members = Object.values(v2.model.shapes[input?.shape ?? '']?.members ?? {});
        const query = new Set(
          members
            .filter(({ location }) => location === 'querystring')
            .map(({ locationName }) => locationName),
        );
        const unknown = [...request.query.keys()].filter((key) => !query.has(key));
        const body = request.body === '' ? {} : JSON.parse(request.body);
        return [
          ...unknown.map((key) => `${name}: ${key} is unknown`),
          ...v2.faults(input?.shape ?? '', body, name),
        ];
      });
      expect([...new Set(faults)]).toEqual([]);
      expect([...called].toSorted()).toEqual([
        'CreateConfigurationSet',
        'CreateConfigurationSetEventDestination',
        'DeleteSuppressedDestination',
        'GetAccount',
        'GetConfigurationSet',
        'GetConfigurationSetEventDestinations',
        'GetEmailIdentity',
        'GetSuppressedDestination',
        'GetTenant',
        'ListConfigurationSets',
        'ListEmailIdentities',
        'ListSuppressedDestinations',
        'ListTenants',
        'PutAccountSuppressionAttributes',
        'PutConfigurationSetSuppressionOptions',
        'PutEmailIdentityConfigurationSetAttributes',
        'PutEmailIdentityFeedbackAttributes',
        'PutSuppressedDestination',
        'PutTenantSuppressionAttributes',
        'UpdateConfigurationSetEventDestination',
      ]);
    });

    it('is tested against a fake that answers as the model says', () => {
      const faults = ofV2().flatMap(({ request, answer }) => {
        const [name, operation] = v2.operationOf(request.method, request.path) ?? [];
        if (answer?.status !== 200 || name === undefined) return [];
        return v2.faults(operation?.output?.shape ?? '', JSON.parse(JSON.stringify(answer.json)), name);
      });
      expect([...new Set(faults)]).toEqual([]);
    });

    it('sends what the model of SES v1 allows', () => {
      const forms = fake.server.exchanges
        .map(({ request }) => formOf(request))
        .filter((form) => form.get('Version') === '2010-12-01');
      const faults = forms.flatMap((form) => {
        const action = form.get('Action') ?? '';
        const shape = v1.model.shapes[v1.model.operations[action]?.input?.shape ?? ''];
        if (shape === undefined) return [`${action} is not in the model`];
        const names = [...form.keys()].map((key) => key.split('.')[0] ?? '');
        const missing = (shape.required ?? []).filter((name) => !names.includes(name));
        const unknown = names.filter(
          (name) => !['Action', 'Version'].includes(name) && !(name in (shape.members ?? {})),
        );
        return [...missing, ...unknown].map((name) => `${action}: ${name}`);
      });
      expect([...new Set(faults)]).toEqual([]);
      expect(new Set(forms.map((form) => form.get('Action')))).toEqual(
        new Set(['GetIdentityNotificationAttributes', 'SetIdentityNotificationTopic']),
      );
    });
  },
);
