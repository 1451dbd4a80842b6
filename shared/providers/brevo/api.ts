import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { unlessNotFound } from '../../esp-api/errors.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { scanFor } from '../../esp-api/scan.ts';
import { SecretText } from '../../esp-api/secret-text.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspSuppressionReason,
  SuppressionPage,
} from '../../esp-api/types.ts';
import { carriedSecret, timeOf } from '../../esp-api/values.ts';
import type { WebhookDriver, WebhookSpec } from '../../esp-api/webhook-api.ts';

const PAGE_SIZE = 100;
/** At 100 calls an hour, more pages would use up the quota of the account. */
const MAX_SCANNED_PAGES = 20;

/** Names as they are written; they may be read in another spelling. */
export const brevoEvents = [
  { name: 'delivered', console: 'Delivered' },
  { name: 'deferred', console: 'Deferred' },
  { name: 'softBounce', console: 'Soft bounced' },
  { name: 'hardBounce', console: 'Hard bounced' },
  { name: 'spam', console: 'Complaint' },
  { name: 'blocked', console: 'Blocked' },
  { name: 'invalid', console: 'Invalid email' },
  { name: 'unsubscribed', console: 'Unsubscribed' },
] as const;

export const webhookList = v.looseObject({
  webhooks: v.array(
    v.looseObject({
      id: v.number(),
      url: v.string(),
      description: v.nullish(v.string()),
      events: v.array(v.string()),
      type: v.nullish(v.string()),
      domain: v.nullish(v.string()),
      auth: v.nullish(v.looseObject({ type: v.nullish(v.string()), token: v.nullish(v.string()) })),
    }),
  ),
});

export const blockedContacts = v.looseObject({
  count: v.nullish(v.number()),
  contacts: v.nullish(
    v.array(
      v.looseObject({
        email: v.string(),
        senderEmail: v.nullish(v.string()),
        reason: v.nullish(v.looseObject({ code: v.nullish(v.string()), message: v.nullish(v.string()) })),
        blockedAt: v.nullish(v.string()),
      }),
    ),
  ),
});

/** Brevo, transactional mail. */
export const api: EspApiDefinition = {
  provider: 'brevo',
  title: 'Brevo',
  key: 'API key (account menu > SMTP & API > API Keys)',
  options: [],
  // Keys of Brevo have no permissions.
  permissions: {
    'read-webhooks': null,
    'write-webhooks': null,
    'read-suppressions': null,
    'remove-suppressions': null,
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
      events: brevoEvents,
      needlessEvents: ['opened', 'uniqueOpened', 'click', 'request', 'sent'],
      notes: [
        'Nothing is signed: the secret is sent as a bearer token.',
        'An account has 40 webhooks at most, and most accounts 100 calls an hour.',
        'Campaigns have webhooks of their own, which are set up in the console.',
      ],
    },
    suppressions: {
      supported: true,
      lists: [
        {
          name: 'blocked',
          title: 'Blocked contacts (transactional)',
          reasons: ['hard-bounce', 'complaint', 'unsubscribe', 'manual'],
          read: 'whole',
          pageSize: PAGE_SIZE,
          remove: { bulkSize: 1, refuses: [] },
          expires: 'never',
        },
      ],
      add: {},
      addBulkSize: 0,
      lagSeconds: 300,
      caseSensitive: false,
      notes: [
        'The API cannot block a contact for transactional mail.',
        'The list is kept for each sender: an address may stand on it several times, and a removal lifts it for all senders.',
        'A single address is looked for in the first 2,000 entries only.',
        'Times are days.',
      ],
    },
  },
  documents: [
    'https://developers.brevo.com/reference/get-webhooks',
    'https://developers.brevo.com/reference/get-transac-blocked-contacts',
    'https://developers.brevo.com/docs/api-limits',
  ],
  open,
};

function open(settings: EspApiSettings): EspApi {
  checkSettings(api, settings);
  const http = new EspHttp({
    definition: api,
    host: 'https://api.brevo.com',
    settings,
    limits: {
      remainingHeader: 'x-sib-ratelimit-remaining',
      resetHeader: 'x-sib-ratelimit-reset',
    },
    authenticate: () => ({ 'api-key': settings.apiKey }),
  });
  const webhooks = webhookDriver(http);
  const blocked = blockedDriver(http);
  return assembleApi(api, {
    checkKey: () => checkByCalls(api, { 'read-webhooks': webhooks.list }),
    webhooks,
    lists: { blocked },
  });
}

function webhookDriver(http: EspHttp): WebhookDriver {
  return {
    list: async () => {
      const all = http.request({
        operation: 'read-webhooks',
        method: 'GET',
        path: path`/v3/webhooks`,
        query: { type: 'transactional' },
        answer: webhookList,
      });
      // An account without any answers 404.
      const { webhooks } = await unlessNotFound(all, { webhooks: [] });
      return webhooks.map((row) => ({
        id: String(row.id),
        url: row.url,
        enabled: null,
        events: row.events.flatMap((text) => text.split(',')).map(inWrittenForm),
        signing: 'none' as const,
        credential: row.auth?.token ? new SecretText(row.auth.token) : undefined,
        name: row.description ?? undefined,
        restrictions: row.domain ? [`only for the domain ${row.domain}`] : [],
      }));
    },
    create: async (spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'POST',
        path: path`/v3/webhooks`,
        json: { ...bodyOf(spec), type: 'transactional', description: spec.name },
        answer: null,
      });
      return {};
    },
    update: async ({ id }, spec) => {
      await http.request({
        operation: 'write-webhooks',
        method: 'PUT',
        path: path`/v3/webhooks/${id}`,
        json: bodyOf(spec),
        answer: null,
      });
      return {};
    },
    storedUrl: (spec) => carriedSecret(spec).url,
    expectedCredential: (spec) => carriedSecret(spec).secret,
  };
}

function bodyOf(spec: WebhookSpec): Record<string, unknown> {
  const { url, secret } = carriedSecret(spec);
  return {
    url,
    events: spec.events,
    ...(secret === undefined ? {} : { auth: { type: 'bearer', token: secret } }),
  };
}

/** `hard_bounce` and ` hardBounce` as `hardBounce`. */
function inWrittenForm(name: string): string {
  return name.trim().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const reasons: Readonly<Record<string, EspSuppressionReason>> = {
  unsubscribedViaMA: 'unsubscribe',
  unsubscribedViaEmail: 'unsubscribe',
  unsubscribedViaApi: 'unsubscribe',
  adminBlocked: 'manual',
  hardBounce: 'hard-bounce',
  contactFlaggedAsSpam: 'complaint',
};

function blockedDriver(http: EspHttp): SuppressionListDriver {
  const page = async (cursor: string | null): Promise<SuppressionPage> => {
    const offset = countIn(http, cursor, 0);
    const { contacts } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: path`/v3/smtp/blockedContacts`,
      query: { limit: PAGE_SIZE, offset },
      answer: blockedContacts,
    });
    const rows = contacts ?? [];
    const entries = rows.map(({ email, senderEmail, reason, blockedAt }) => ({
      address: email,
      list: 'blocked',
      reason: reasons[reason?.code ?? ''] ?? ('unknown' as const),
      diagnostic: reason?.message || undefined,
      createdAt: timeOf(blockedAt),
      expiresAt: null,
      origin: senderEmail ? `${reason?.code ?? ''} for the sender ${senderEmail}` : (reason?.code ?? ''),
    }));
    return { entries, next: rows.length < PAGE_SIZE ? null : String(offset + rows.length) };
  };
  return {
    page: (_, cursor) => page(cursor),
    get: (_, address) => scanFor(address, page, MAX_SCANNED_PAGES, http),
    remove: (_, refs) =>
      oneByOne(refs, ({ address }) =>
        removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/v3/smtp/blockedContacts/${address}`,
            removes: address,
            answer: null,
          }),
        ),
      ),
  };
}
