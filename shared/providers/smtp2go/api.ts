import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import { type ErrorReading, EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne } from '../../esp-api/outcome.ts';
import { path } from '../../esp-api/path.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { Outcome, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspSuppression,
  EspSuppressionReason,
} from '../../esp-api/types.ts';
import { carriedSecret, timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';
import {
  smtp2goEvents,
  suppressionAdded,
  suppressionRemoved,
  suppressionView,
  webhookView,
} from './api-schemas.ts';

const DAY_MS = 86_400_000;
/** Before SMTP2GO began: the whole list. The document swaps the texts of start and end, so both are always sent. */
const FIRST_DAY = '2006-01-01T00:00:00Z';
/** A client IP with too many calls is blocked for a minute, which no header reports. */
const RATE_LIMIT_WAIT_MS = 60_000;

/** SMTP2GO. Every call is a POST. */
export const api: EspApiDefinition = {
  provider: 'smtp2go',
  title: 'SMTP2GO',
  key: 'API key (Sending > API Keys > Add API Key)',
  options: [
    {
      name: 'region',
      required: false,
      values: ['global', 'us', 'eu', 'au'],
      description: 'Default: global.',
    },
    { name: 'subaccount', required: false, description: 'The id of a subaccount.' },
  ],
  permissions: {
    'read-webhooks': '/webhook/view',
    'write-webhooks': '/webhook/add and /webhook/edit',
    'read-suppressions': '/suppression/view',
    'add-suppressions': '/suppression/add',
    'remove-suppressions': '/suppression/remove',
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: false,
      signingKey: 'none',
      testEvent: 'none',
      hasDeliveryHealth: false,
      coverage: 'account',
      lagSeconds: 60,
      events: smtp2goEvents,
      needlessEvents: ['open', 'click', 'processed'],
      notes: [
        'A free plan has one webhook, a paid one ten.',
        'Nothing is signed: the URL carries the secret, or a bearer token does.',
      ],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'suppressions',
          title: 'Suppressions',
          reasons: ['manual', 'complaint', 'unsubscribe', 'hard-bounce', 'compliance'],
          read: 'whole',
          pageSize: 1_000,
          remove: { bulkSize: 1, refuses: ['compliance'] },
          expires: 'never',
        },
      ],
      add: addsAllAs('suppressions', 'manual'),
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'What is added is a manual block, whatever its reason.',
        'A removal names the reason of the entry: the others of the address stay.',
        'Blocked domains are on the same list; they are left out.',
      ],
    },
  },
  documents: [
    'https://developers.smtp2go.com/reference/view-webhooks',
    'https://developers.smtp2go.com/reference/view-suppressions',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const region = options.optional('region') ?? 'global';
  const subaccount = options.optional('subaccount');
  const http = new EspHttp({
    definition: api,
    host: region === 'global' ? 'https://api.smtp2go.com' : `https://${region}-api.smtp2go.com`,
    settings,
    limits: { waitMs: RATE_LIMIT_WAIT_MS },
    authenticate: () => ({ 'x-smtp2go-api-key': settings.apiKey }),
    readError,
  });
  const within = subaccount === undefined ? {} : { subaccount_id: subaccount };
  const webhooks = webhookDriver(http, within);
  const suppressions = suppressionDriver(http, within);
  return assembleApi(api, {
    checkKey: () =>
      checkByCalls(api, {
        'read-webhooks': webhooks.list,
        'read-suppressions': async () => suppressions.get?.(undefined, 'nobody@example.invalid'),
      }),
    webhooks,
    lists: { suppressions },
  });
}

/** SMTP2GO names the fault in `error_code`, whatever the status. */
function readError(_: number, body: unknown): ErrorReading | null {
  const code = /"error_code":"([^"]{1,100})"/.exec(JSON.stringify(body ?? null))?.[1] ?? '';
  if (/PERMISSION/.test(code)) return { kind: 'forbidden' };
  if (/API_KEY|AUTH/.test(code)) return { kind: 'unauthorized' };
  return /LIMIT/.test(code) ? { kind: 'limit-reached' } : null;
}

function webhookDriver(http: EspHttp, within: object): WebhookDriver {
  return {
    list: async () => {
      const { data } = await http.request({
        operation: 'read-webhooks',
        method: 'POST',
        path: path`/v3/webhook/view`,
        json: within,
        answer: webhookView,
        repeatable: true,
      });
      return [data].flat().map((row) => {
        const usernames = row.usernames ?? [];
        return {
          id: String(row.id),
          url: row.url,
          enabled: null,
          events: row.events ?? [],
          signing: 'none' as const,
          credential: row.auth_header_value ? new SecretText(row.auth_header_value) : undefined,
          restrictions: [
            ...(usernames.length > 0 ? [`only for the users ${usernames.join(', ')}`] : []),
            ...(row.output_format === 'json' ? [] : [FORM_FORMAT]),
          ],
        };
      });
    },
    create: async (spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v3/webhook/add`,
        json: { ...within, ...bodyOf(spec) },
        answer: null,
      });
      return {};
    },
    update: async ({ id }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v3/webhook/edit`,
        json: { ...within, ...bodyOf(spec), id: Number(id) },
        answer: null,
        repeatable: true,
      });
      return {};
    },
    storedUrl: (spec) => (spec.secret === undefined ? spec.url : carriedSecret(spec).url),
    expectedCredential: ({ secret }) => secret,
    differences: ({ restrictions = [] }) =>
      restrictions.includes(FORM_FORMAT) ? [{ field: 'format', from: 'form', to: 'json' }] : [],
  };
}

const FORM_FORMAT = 'events as forms';

function bodyOf(spec: WebhookSpec): Record<string, unknown> {
  const { url, events, secret } = spec;
  return {
    url: secret === undefined ? url : carriedSecret(spec).url,
    events,
    output_format: 'json',
    ...(secret === undefined ? {} : { auth_header_type: 'bearer', auth_header_value: secret }),
  };
}

const reasons: Readonly<Record<string, EspSuppressionReason>> = {
  manual: 'manual',
  spam: 'complaint',
  unsubscribe: 'unsubscribe',
  bounce: 'hard-bounce',
  compliance: 'compliance',
};

function suppressionDriver(http: EspHttp, within: object): SuppressionListDriver {
  const read = async (filter: object) => {
    const { data } = await http.request({
      operation: 'read-suppressions',
      method: 'POST',
      path: path`/v3/suppression/view`,
      json: {
        ...within,
        start_date: FIRST_DAY,
        end_date: new Date(http.deps.now() + DAY_MS).toISOString(),
        ...filter,
      },
      answer: suppressionView,
      repeatable: true,
    });
    const entries = data.results.flatMap((row): EspSuppression[] => {
      if (!row.email_address.includes('@')) return [];
      return [
        {
          address: row.email_address,
          list: 'suppressions',
          reason: reasons[row.reason] ?? 'unknown',
          diagnostic: row.block_description || row.complaint || undefined,
          createdAt: timeOf(row.timestamp),
          expiresAt: null,
          origin: row.reason,
          id: row.reason,
        },
      ];
    });
    return { entries, next: data.continue_token || null };
  };
  const find = async (address: string) => {
    const { entries } = await read({ email_address: address });
    return entries.filter((entry) => entry.address.toLowerCase() === address.toLowerCase());
  };
  return {
    page: (_, cursor) => read(cursor === null ? {} : { continue_token: cursor }),
    get: (_, address) => find(address),
    add: (_, entries) =>
      oneByOne(entries, async ({ address, note }): Promise<Outcome> => {
        const { data } = await http.request({
          operation: 'add-suppressions',
          method: 'POST',
          path: path`/v3/suppression/add`,
          json: {
            ...within,
            email_address: address,
            ...(note === undefined ? {} : { block_description: note }),
          },
          answer: suppressionAdded,
          repeatable: true,
        });
        return { outcome: data.added ? 'changed' : 'unchanged' };
      }),
    remove: (_, refs) =>
      oneByOne(refs, async ({ address, id }): Promise<Outcome> => {
        const names = id === undefined ? (await find(address)).flatMap((entry) => entry.id ?? []) : [id];
        if (names.length === 0) return { outcome: 'unchanged' };
        const { data } = await http.request({
          operation: 'remove-suppressions',
          method: 'POST',
          path: path`/v3/suppression/remove`,
          json: { ...within, email_address: address, reasons: names },
          answer: suppressionRemoved,
          removes: address,
          repeatable: true,
        });
        return { outcome: data.suppressions.some(({ removed }) => removed) ? 'changed' : 'unchanged' };
      }),
  };
}
