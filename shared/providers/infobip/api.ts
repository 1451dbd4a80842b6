import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAsIs } from '../../esp-api/capabilities.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
import { checkSettings } from '../../esp-api/settings.ts';
import type { SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type {
  EspApi,
  EspApiDefinition,
  EspApiSettings,
  EspSuppression,
  EspSuppressionReason,
} from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';

const PAGE_SIZE = 1_000;
const HOST = /^[a-z0-9-]{1,63}\.api(?:-[a-z]{2,4})?\.infobip\.com$/;

export const suppressionPage = v.looseObject({
  results: v.array(
    v.looseObject({
      domainName: v.string(),
      emailAddress: v.string(),
      type: v.string(),
      createdDate: v.nullish(v.string()),
      reason: v.nullish(v.string()),
    }),
  ),
});
export const domainPage = v.looseObject({ results: v.array(v.looseObject({ domainName: v.string() })) });

interface ListSpec {
  readonly name: 'BOUNCE' | 'COMPLAINT' | 'OVER_QUOTA';
  readonly title: string;
  readonly reason: EspSuppressionReason;
}

const lists: readonly ListSpec[] = [
  { name: 'BOUNCE', title: 'Bounces', reason: 'hard-bounce' },
  { name: 'COMPLAINT', title: 'Complaints', reason: 'complaint' },
  { name: 'OVER_QUOTA', title: 'Over quota', reason: 'soft-bounce' },
];

/** Infobip, channel e-mail. */
export const api: EspApiDefinition = {
  provider: 'infobip',
  title: 'Infobip',
  key: 'API key (Developer Tools > API keys)',
  options: [
    {
      name: 'host',
      required: true,
      description:
        'The base URL of the account without https, such as xyz123.api.infobip.com (portal home page).',
    },
    { name: 'domains', required: true, list: true, description: 'Sending domains, separated by commas.' },
  ],
  permissions: {
    'read-suppressions': 'email:manage',
    'add-suppressions': 'email:manage',
    'remove-suppressions': 'email:manage',
  },
  capabilities: {
    webhooks: {
      supported: false,
      reason:
        'No document of an API for e-mail notification profiles is followed: create the subscription under Developer Tools > Subscriptions Management.',
    },
    suppressions: {
      supported: true,
      lists: lists.map(({ name, title, reason }) => ({
        name,
        title,
        reasons: [reason],
        read: 'whole',
        pageSize: PAGE_SIZE,
        remove: { bulkSize: PAGE_SIZE, refuses: [] },
        expires: 'never',
      })),
      add: addsAsIs({ 'hard-bounce': 'BOUNCE', complaint: 'COMPLAINT' }),
      addBulkSize: PAGE_SIZE,
      lagSeconds: 300,
      caseSensitive: false,
      notes: [
        'Changes are asynchronous, and what is there already is ignored silently.',
        'Lists belong to a domain. What the key may do is granted by domain.',
      ],
    },
  },
  documents: ['https://www.infobip.com/docs/api/channels/email/email-suppression'],
  open,
};

function open(settings: EspApiSettings): EspApi {
  const options = checkSettings(api, settings);
  const host = options.text('host').toLowerCase();
  const http = new EspHttp({
    definition: api,
    host: HOST.test(host) ? `https://${host}` : '',
    settings,
    authenticate: () => ({ authorization: `App ${settings.apiKey}` }),
  });
  if (!HOST.test(host)) {
    throw http.error(
      'settings',
      'Invalid option "host" for Infobip: give the base URL, such as xyz123.api.infobip.com.',
    );
  }
  return assembleApi(api, {
    checkKey: () =>
      checkByCalls(api, {
        'read-suppressions': () =>
          http.request({
            operation: 'read-suppressions',
            method: 'GET',
            path: path`/email/1/suppressions/domains`,
            answer: domainPage,
          }),
      }),
    scopes: async () => options.list('domains'),
    lists: Object.fromEntries(lists.map((list) => [list.name, listDriver(http, list)])),
  });
}

function listDriver(http: EspHttp, list: ListSpec): SuppressionListDriver {
  const read = async (domain: string | undefined, page: number, emailAddress?: string) => {
    const { results } = await http.request({
      operation: 'read-suppressions',
      method: 'GET',
      path: path`/email/1/suppressions`,
      query: { domainName: domain, type: list.name, page, size: PAGE_SIZE, emailAddress },
      answer: suppressionPage,
    });
    return results.map(
      (row): EspSuppression => ({
        address: row.emailAddress,
        list: list.name,
        reason: list.reason,
        diagnostic: row.reason || undefined,
        createdAt: timeOf(row.createdDate),
        expiresAt: null,
        origin: row.type,
        scope: row.domainName,
      }),
    );
  };
  const bodyOf = (domain: string | undefined, items: readonly { readonly address: string }[]) => ({
    suppressions: [
      { domainName: domain, emailAddress: items.map(({ address }) => address), type: list.name },
    ],
  });
  return {
    page: async (domain, cursor) => {
      const page = countIn(http, cursor, 0);
      const entries = await read(domain, page);
      return { entries, next: entries.length < PAGE_SIZE ? null : String(page + 1) };
    },
    get: (domain, address) => read(domain, 0, address),
    add: async (domain, entries) => {
      await http.request({
        operation: 'add-suppressions',
        method: 'POST',
        path: path`/email/1/suppressions`,
        json: bodyOf(domain, entries),
        answer: null,
        repeatable: true,
      });
      return entries.map(() => ({ outcome: 'accepted' }));
    },
    remove: async (domain, refs) => {
      await http.request({
        operation: 'remove-suppressions',
        method: 'DELETE',
        path: path`/email/1/suppressions`,
        json: bodyOf(domain, refs),
        removes: refs.map(({ address }) => address),
        answer: null,
      });
      return refs.map(() => ({ outcome: 'accepted' }));
    },
  };
}
