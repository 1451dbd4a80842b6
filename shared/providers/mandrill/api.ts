import type * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import { type EspApiErrorKind, unlessNotFound } from '../../esp-api/errors.ts';
import { type ErrorReading, EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne } from '../../esp-api/outcome.ts';
import { type ApiPath, path } from '../../esp-api/path.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspOperation,
  EspSuppression,
  EspSuppressionReason,
} from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver } from '../../esp-api/webhook-api.ts';
import { type ExportDeps, exportCursor, exportJob, positionIn, readExport } from './api-export.ts';
import { added, deleted, mandrillEvents, rejectList, webhook, webhookList } from './api-schemas.ts';

/** What one call shows of the reject list at most; there are no pages. */
const MAX_ROWS = 1_000;

const PERMISSION = 'API key that may call the webhooks, rejects and exports endpoints';

/** Mandrill (Mailchimp Transactional). Every call is a POST with the key in its body. */
export const api: EspApiDefinition = {
  provider: 'mandrill',
  title: 'Mandrill (Mailchimp Transactional)',
  key: 'API key (Settings > SMTP & API Info > New API Key)',
  options: [
    { name: 'subaccount', required: false, description: 'The subaccount whose reject list is meant.' },
  ],
  permissions: {
    'read-webhooks': PERMISSION,
    'write-webhooks': PERMISSION,
    'read-signing-key': PERMISSION,
    'read-suppressions': PERMISSION,
    'add-suppressions': PERMISSION,
    'remove-suppressions': PERMISSION,
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: false,
      signingKey: 'readable',
      testEvent: 'at-creation',
      hasDeliveryHealth: true,
      coverage: 'account',
      lagSeconds: 60,
      events: mandrillEvents,
      needlessEvents: ['open', 'click', 'send'],
      notes: ['Mandrill calls the URL while the webhook is created: deploy first.'],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'rejects',
          title: 'Rejection Denylist',
          reasons: ['hard-bounce', 'soft-bounce', 'complaint', 'unsubscribe', 'manual'],
          read: 'whole',
          pageSize: null,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'some',
        },
      ],
      add: addsAllAs('rejects', 'manual'),
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'The API shows 1,000 entries at most: a longer list is read by an export job, which takes minutes. The list of a subaccount alone cannot be exported.',
        'What is added is a custom entry without end; bounces end by themselves.',
        'Removing anything but a custom entry counts against the reputation of the account.',
        'An address on the allowlist cannot be added: Mandrill reports success, and does nothing.',
      ],
    },
  },
  documents: [
    'https://mailchimp.com/developer/transactional/api/webhooks/',
    'https://mailchimp.com/developer/transactional/api/rejects/',
  ],
  open,
};

interface Call<T> {
  readonly operation: EspOperation;
  readonly path: ApiPath;
  readonly body?: object;
  readonly answer: v.GenericSchema<unknown, T>;
  readonly removes?: string;
  readonly repeatable?: boolean;
}

type Caller = <T>(call: Call<T>) => Promise<T>;

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const http = new EspHttp({
    definition: api,
    host: 'https://mandrillapp.com',
    settings,
    authenticate: () => ({}),
    readError,
  });
  const call: Caller = ({ body, repeatable = true, removes, ...others }) =>
    http.request({
      ...others,
      method: 'POST',
      json: { key: settings.apiKey, ...body },
      repeatable,
      ...(removes === undefined ? {} : { removes }),
    });
  const readWebhooks = () =>
    call({ operation: 'read-webhooks', path: path`/api/1.4/webhooks/list`, answer: webhookList });
  const rejects = rejectDriver(http, call, options.optional('subaccount'));
  return assembleApi(api, {
    checkKey: () =>
      checkByCalls(api, {
        'read-webhooks': readWebhooks,
        'read-suppressions': () => rejects.get?.(undefined, 'nobody@example.invalid') ?? Promise.resolve(),
      }),
    webhooks: webhookDriver(http, call, readWebhooks),
    lists: { rejects },
  });
}

const kinds: Readonly<Record<string, EspApiErrorKind>> = {
  Invalid_Key: 'unauthorized',
  PaymentRequired: 'forbidden',
  ServiceUnavailable: 'unavailable',
  ValidationError: 'invalid-request',
  RequestLimitExceeded: 'rate-limited',
};

/** Mandrill answers most errors with 500 and names them in the body. */
function readError(_: number, body: unknown): ErrorReading | null {
  const name = typeof body === 'object' && body !== null && 'name' in body ? body.name : undefined;
  if (typeof name !== 'string') return null;
  if (name.startsWith('Unknown_')) return { kind: 'not-found' };
  const kind = kinds[name];
  return kind === undefined ? null : { kind };
}

function webhookDriver(
  http: EspHttp,
  call: Caller,
  readWebhooks: () => Promise<v.InferOutput<typeof webhookList>>,
): WebhookDriver {
  return {
    list: async () =>
      (await readWebhooks()).map((row) => ({
        id: String(row.id),
        url: row.url,
        enabled: null,
        events: row.events,
        signing: 'on' as const,
        name: row.description ?? undefined,
        lastError: row.last_error ? http.redact(row.last_error) : undefined,
        lastSentAt: timeOf(row.last_sent_at) ?? undefined,
      })),
    create: async ({ url, events, name }) => {
      const { auth_key: key } = await call({
        operation: 'write-webhooks',
        path: path`/api/1.4/webhooks/add`,
        body: { url, events, description: name },
        answer: webhook,
        repeatable: false,
      });
      return { signingKey: key ? new SecretText(key) : undefined };
    },
    update: async ({ id, name }, spec) => {
      await call({
        operation: 'write-webhooks',
        path: path`/api/1.4/webhooks/update`,
        body: { id: Number(id), url: spec.url, events: spec.events, description: name ?? spec.name },
        answer: webhook,
      });
      return {};
    },
    readSigningKey: async ({ id }) => {
      const { auth_key: key } = await call({
        operation: 'read-signing-key',
        path: path`/api/1.4/webhooks/info`,
        body: { id: Number(id) },
        answer: webhook,
      });
      return key ? new SecretText(key) : null;
    },
    deliveryHealth: async ({ id }) => {
      const row = await call({
        operation: 'read-webhooks',
        path: path`/api/1.4/webhooks/info`,
        body: { id: Number(id) },
        answer: webhook,
      });
      return {
        failed: row.last_error ? 1 : 0,
        succeeded: row.batches_sent ?? null,
        lastError: row.last_error ? http.redact(row.last_error) : null,
        lastSentAt: timeOf(row.last_sent_at),
      };
    },
  };
}

const reasons: Readonly<Record<string, EspSuppressionReason>> = {
  'hard-bounce': 'hard-bounce',
  'soft-bounce': 'soft-bounce',
  spam: 'complaint',
  unsub: 'unsubscribe',
  custom: 'manual',
};

/** A row of the list or of an export; reasons of an export may be written with a space. */
function toEntry(row: {
  readonly email: string;
  readonly reason: string;
  readonly detail?: string | null | undefined;
  readonly created_at?: string | null | undefined;
  readonly expires_at?: string | null | undefined;
}): EspSuppression {
  return {
    address: row.email,
    list: 'rejects',
    reason:
      reasons[
        row.reason
          .trim()
          .toLowerCase()
          .replace(/[\s_]+/g, '-')
      ] ?? 'unknown',
    diagnostic: row.detail || undefined,
    createdAt: timeOf(row.created_at),
    expiresAt: timeOf(row.expires_at),
    origin: row.reason,
  };
}

function rejectDriver(http: EspHttp, call: Caller, subaccount: string | undefined): SuppressionListDriver {
  const within = subaccount === undefined ? {} : { subaccount };
  const exports: ExportDeps = {
    http,
    apiOrigin: http.origin,
    begin: () =>
      call({ operation: 'read-suppressions', path: path`/api/1.4/exports/rejects`, answer: exportJob }),
    look: (id) =>
      call({
        operation: 'read-suppressions',
        path: path`/api/1.4/exports/info`,
        body: { id },
        answer: exportJob,
      }),
  };
  const read = async (filter: object): Promise<EspSuppression[]> => {
    const rows = await call({
      operation: 'read-suppressions',
      path: path`/api/1.4/rejects/list`,
      body: { include_expired: false, ...within, ...filter },
      answer: rejectList,
    });
    return rows.map(toEntry);
  };
  return {
    page: async (_, cursor) => {
      if (cursor === null) {
        const entries = await read({});
        if (entries.length < MAX_ROWS) return { entries, next: null };
        const { id } = await exports.begin();
        return { entries: [], next: exportCursor({ id, polls: 0 }) };
      }
      const { rows, next } = await readExport(exports, positionIn(http, cursor));
      return { entries: rows.map(toEntry), next };
    },
    get: async (_, address) => unlessNotFound(read({ email: address }), []),
    add: (_, entries) =>
      oneByOne(entries, async ({ address, note }) => {
        const { added: isNew } = await call({
          operation: 'add-suppressions',
          path: path`/api/1.4/rejects/add`,
          body: { email: address, ...(note === undefined ? {} : { comment: note }), ...within },
          answer: added,
        });
        return { outcome: isNew ? 'changed' : 'unchanged' };
      }),
    remove: (_, refs) =>
      oneByOne(refs, async ({ address }) => {
        const answer = await unlessNotFound(
          call({
            operation: 'remove-suppressions',
            path: path`/api/1.4/rejects/delete`,
            body: { email: address, ...within },
            answer: deleted,
            removes: address,
          }),
          { deleted: false },
        );
        return { outcome: answer.deleted ? 'changed' : 'unchanged' };
      }),
  };
}
