import type * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAsIs } from '../../esp-api/capabilities.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
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
import { timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';
import {
  mailtrapEvents,
  type suppression,
  suppressionList,
  webhookDetails,
  webhookList,
} from './api-schemas.ts';

const PAGE_SIZE = 1_000;
/** The documented limit is 10 calls a minute, and no header reports it. */
const RATE_LIMIT_WAIT_MS = 20_000;
const PERMISSION = 'Admin access to the account';

/** Each type, with the reason that it is in the ledger's words. */
const types = {
  'hard bounce': 'hard-bounce',
  unsubscription: 'unsubscribe',
  'spam complaint': 'complaint',
  'manual import': 'manual',
} as const satisfies Record<string, EspSuppressionReason>;

/** Mailtrap Email Sending. */
export const api: EspApiDefinition = {
  provider: 'mailtrap',
  title: 'Mailtrap',
  key: 'API token (Settings > API Tokens)',
  options: [
    {
      name: 'streams',
      required: false,
      list: true,
      values: ['transactional', 'bulk'],
      description: 'Sending streams, separated by commas. Default: transactional.',
    },
    {
      name: 'domainId',
      required: false,
      description:
        'The number of the sending domain: needed to add entries. Without it webhooks cover all domains.',
    },
  ],
  permissions: {
    'read-webhooks': PERMISSION,
    'write-webhooks': PERMISSION,
    'read-suppressions': PERMISSION,
    'add-suppressions': PERMISSION,
    'remove-suppressions': PERMISSION,
  },
  capabilities: {
    webhooks: {
      supported: true,
      create: true,
      update: true,
      hasEnabledFlag: true,
      signingKey: 'at-creation',
      testEvent: 'none',
      hasDeliveryHealth: false,
      coverage: 'stream',
      lagSeconds: 60,
      events: mailtrapEvents,
      needlessEvents: ['open', 'click'],
      notes: [
        'Stream and domain of a webhook cannot be changed.',
        'The signing secret is returned once, at creation.',
      ],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'suppressions',
          title: 'Suppressions',
          reasons: ['hard-bounce', 'complaint', 'unsubscribe', 'manual'],
          read: 'whole',
          pageSize: PAGE_SIZE,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'never',
        },
      ],
      add: addsAsIs({
        'hard-bounce': 'suppressions',
        complaint: 'suppressions',
        unsubscribe: 'suppressions',
        manual: 'suppressions',
      }),
      addBulkSize: 1,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'The API takes 10 calls a minute: 10,000 entries are read in a minute, and 10 changed.',
        'An entry belongs to a stream and a domain.',
      ],
    },
  },
  documents: [
    'https://docs.mailtrap.io/developers/management/webhooks',
    'https://docs.mailtrap.io/developers/management/suppressions',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const named = options.list('streams');
  const streams = named.length > 0 ? named : ['transactional'];
  const domainId = options.optional('domainId');
  const http = new EspHttp({
    definition: api,
    host: 'https://mailtrap.io',
    settings,
    limits: { waitMs: RATE_LIMIT_WAIT_MS },
    authenticate: () => ({ authorization: `Bearer ${settings.apiKey}` }),
  });
  if (domainId !== undefined && !/^\d{1,15}$/.test(domainId)) {
    throw http.error('settings', 'Invalid option "domainId" for Mailtrap: give the number of the domain.');
  }
  const domain = domainId === undefined ? null : Number(domainId);
  const webhooks = webhookDriver(http, streams, domain);
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
    lists: { suppressions: suppressionDriver(http, streams, domain) },
  });
}

function webhookDriver(http: EspHttp, streams: readonly string[], domain: number | null): WebhookDriver {
  return {
    scopes: async () => streams,
    list: async () => {
      const { data } = await http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/api/webhooks`,
        answer: webhookList,
      });
      return data
        .filter((row) => row.webhook_type === 'email_sending')
        .map((row) => ({
          id: String(row.id),
          url: row.url,
          enabled: row.active ?? false,
          events: row.event_types ?? [],
          signing: 'on' as const,
          scope: row.sending_stream ?? undefined,
          restrictions: [
            ...(row.domain_id && row.domain_id !== domain ? [`only for the domain ${row.domain_id}`] : []),
            ...(row.payload_format === 'jsonlines' ? ['one event a line'] : []),
          ],
        }));
    },
    create: async (spec) => {
      const webhook = {
        ...bodyOf(spec),
        webhook_type: 'email_sending',
        sending_stream: spec.scope,
        ...(domain === null ? {} : { domain_id: domain }),
      };
      const { data } = await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/api/webhooks`,
        json: { webhook },
        answer: webhookDetails,
      });
      return { signingKey: data.signing_secret ? new SecretText(data.signing_secret) : undefined };
    },
    update: async ({ id }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PATCH',
        path: path`/api/webhooks/${id}`,
        json: { webhook: bodyOf(spec) },
        answer: null,
      });
      return {};
    },
  };
}

function bodyOf(spec: WebhookSpec) {
  return { url: spec.url, active: true, payload_format: 'json', event_types: spec.events };
}

function toEntry(row: v.InferOutput<typeof suppression>): EspSuppression {
  const type = row.type ?? '';
  const origin = [type, row.sending_stream && `stream ${row.sending_stream}`, row.domain_name];
  return {
    address: row.email,
    list: 'suppressions',
    reason: Object.hasOwn(types, type) ? types[type as keyof typeof types] : 'unknown',
    diagnostic: row.message_esp_response || undefined,
    createdAt: timeOf(row.created_at),
    expiresAt: null,
    origin: origin.filter(Boolean).join(', '),
    id: row.id,
  };
}

function suppressionDriver(
  http: EspHttp,
  streams: readonly string[],
  domain: number | null,
): SuppressionListDriver {
  const read = async (query: Readonly<Record<string, string | undefined>>) => {
    const rows = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: path`/api/suppressions`,
      query,
      answer: suppressionList,
    });
    return rows.map(toEntry);
  };
  const find = async (address: string) => {
    const wanted = address.toLowerCase();
    return (await read({ email: address })).filter((entry) => entry.address.toLowerCase() === wanted);
  };
  return {
    page: async (_, cursor) => {
      const entries = await read({ last_id: cursor ?? undefined });
      return { entries, next: entries.length < PAGE_SIZE ? null : (entries.at(-1)?.id ?? null) };
    },
    get: (_, address) => find(address),
    add: (_, entries) =>
      oneByOne(entries, async ({ address, reason }): Promise<Outcome> => {
        if (domain === null)
          return { outcome: 'refused', detail: 'Give the option "domainId": an entry belongs to a domain.' };
        const type = typeFor(reason);
        for (const stream of streams) {
          await http.request({
            operation: 'add-suppressions',
            method: 'POST',
            path: path`/api/suppressions`,
            json: { email: address, domain_id: domain, sending_stream: stream, type },
            answer: null,
            repeatable: true,
          });
        }
        return { outcome: 'changed' };
      }),
    remove: (_, refs) =>
      oneByOne(refs, async ({ address, id }): Promise<Outcome> => {
        const ids = id === undefined ? (await find(address)).flatMap((entry) => entry.id ?? []) : [id];
        const outcomes = await oneByOne(ids, (each) =>
          removalOutcome(
            http.request({
              operation: 'remove-suppressions',
              method: 'DELETE',
              path: path`/api/suppressions/${each}`,
              removes: each,
              answer: null,
            }),
          ),
        );
        return outcomes.find(({ outcome }) => outcome === 'changed') ?? { outcome: 'unchanged' };
      }),
  };
}

function typeFor(reason: EspSuppressionReason): string {
  const found = Object.entries(types).find(([, each]) => each === reason);
  return found?.[0] ?? 'hard bounce';
}
