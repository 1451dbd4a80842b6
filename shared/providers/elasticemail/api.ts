import * as v from 'valibot';
import { assembleApi } from '../../esp-api/assemble.ts';
import { addsAsIs } from '../../esp-api/capabilities.ts';
import { EspHttp } from '../../esp-api/http-client.ts';
import { checkByCalls } from '../../esp-api/key-check.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { countIn } from '../../esp-api/paging.ts';
import { path } from '../../esp-api/path.ts';
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

const PAGE_SIZE = 1_000;

export const suppressionRows = v.array(
  v.looseObject({
    Email: v.string(),
    FriendlyErrorMessage: v.nullish(v.string()),
    ErrorCode: v.nullish(v.number()),
    DateUpdated: v.nullish(v.string()),
  }),
);

interface ListSpec {
  readonly name: string;
  readonly title: string;
  readonly reason: EspSuppressionReason;
}

const lists: readonly ListSpec[] = [
  { name: 'bounces', title: 'Bounced', reason: 'hard-bounce' },
  { name: 'complaints', title: 'Complained', reason: 'complaint' },
  { name: 'unsubscribes', title: 'Unsubscribed', reason: 'unsubscribe' },
];

/** Elastic Email, API version 4. */
export const api: EspApiDefinition = {
  provider: 'elasticemail',
  title: 'Elastic Email',
  key: 'API key (Settings > API > Create additional API key)',
  options: [],
  permissions: {
    'read-suppressions': 'ViewSuppressions',
    'add-suppressions': 'ModifySuppressions',
    'remove-suppressions': 'ViewSuppressions',
  },
  capabilities: {
    webhooks: {
      supported: false,
      reason: 'The API has no calls for webhooks: create it under Settings > Notifications.',
    },
    suppressions: {
      supported: true,
      lists: lists.map(({ name, title, reason }) => ({
        name,
        title,
        reasons: [reason],
        read: 'whole',
        pageSize: PAGE_SIZE,
        remove: { bulkSize: 1, refuses: [] },
        expires: 'never',
      })),
      add: {
        ...addsAsIs({ 'hard-bounce': 'bounces', complaint: 'complaints', unsubscribe: 'unsubscribes' }),
        manual: { list: 'unsubscribes', becomes: 'unsubscribe' },
      },
      addBulkSize: 1_000,
      lagSeconds: 60,
      caseSensitive: false,
      notes: [
        'A removal takes an address off all lists at once: it is refused while the address stands on another list too.',
      ],
    },
  },
  documents: ['https://elasticemail.com/developers/api-documentation/rest-api#tag/Suppressions'],
  open,
};

function open(settings: EspApiSettings): EspApi {
  checkSettings(api, settings);
  const http = new EspHttp({
    definition: api,
    host: 'https://api.elasticemail.com',
    settings,
    authenticate: () => ({ 'x-elasticemail-apikey': settings.apiKey }),
  });
  return assembleApi(api, {
    checkKey: () =>
      checkByCalls(api, { 'read-suppressions': async () => read(http, 'bounces', { limit: 1, offset: 0 }) }),
    lists: Object.fromEntries(lists.map((list) => [list.name, listDriver(http, list)])),
  });
}

function read(http: EspHttp, list: string, query: { limit: number; offset: number; search?: string }) {
  return http.request({
    operation: 'read-suppressions',
    method: 'GET',
    path: path`/v4/suppressions/${list}`,
    query,
    answer: suppressionRows,
  });
}

/** The search finds parts of addresses: only the whole address counts. */
async function find(http: EspHttp, list: ListSpec, address: string): Promise<readonly EspSuppression[]> {
  const rows = await read(http, list.name, { limit: PAGE_SIZE, offset: 0, search: address });
  return rows
    .filter(({ Email }) => Email.toLowerCase() === address.toLowerCase())
    .map((row) => toEntry(list, row));
}

function toEntry(list: ListSpec, row: v.InferOutput<typeof suppressionRows>[number]): EspSuppression {
  return {
    address: row.Email,
    list: list.name,
    reason: list.reason,
    code: row.ErrorCode ? String(row.ErrorCode) : undefined,
    diagnostic: row.FriendlyErrorMessage || undefined,
    createdAt: timeOf(row.DateUpdated),
    expiresAt: null,
    origin: list.name,
  };
}

function listDriver(http: EspHttp, list: ListSpec): SuppressionListDriver {
  return {
    page: async (_, cursor) => {
      const offset = countIn(http, cursor, 0);
      const rows = await read(http, list.name, { limit: PAGE_SIZE, offset });
      const next = rows.length < PAGE_SIZE ? null : String(offset + rows.length);
      return { entries: rows.map((row) => toEntry(list, row)), next };
    },
    get: (_, address) => find(http, list, address),
    add: async (_, entries) => {
      await http.request({
        operation: 'add-suppressions',
        method: 'POST',
        path: path`/v4/suppressions/${list.name}`,
        json: entries.map(({ address }) => address),
        answer: null,
        repeatable: true,
      });
      return entries.map(() => ({ outcome: 'changed' }));
    },
    remove: (_, refs) =>
      oneByOne(refs, async ({ address }): Promise<Outcome> => {
        for (const other of lists) {
          if (other.name === list.name || (await find(http, other, address)).length === 0) continue;
          return {
            outcome: 'refused',
            detail: `The removal would also take it off the list "${other.name}".`,
          };
        }
        return removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/v4/suppressions/${address}`,
            removes: address,
            answer: null,
          }),
        );
      }),
  };
}
