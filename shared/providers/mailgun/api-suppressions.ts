import type * as v from 'valibot';
import { addsAsIs } from '../../esp-api/capabilities.ts';
import { unlessNotFound } from '../../esp-api/errors.ts';
import type { EspHttp } from '../../esp-api/http-client.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { path } from '../../esp-api/path.ts';
import {
  createSuppressionApi,
  type Scope,
  type SuppressionApiDeps,
  type SuppressionListDriver,
} from '../../esp-api/suppression-api.ts';
import type {
  EspSuppression,
  EspSuppressionReason,
  NewSuppression,
  SupportedSuppressions,
} from '../../esp-api/types.ts';
import { mapEvent } from '../parsing/event-map.ts';
import { suppressionPage, suppressionRow } from './api-schemas.ts';
import { mailgunCodes } from './event-map.ts';

/** The documented maximum of a page and of an added array. */
const PAGE_SIZE = 1_000;
const MAX_CURSOR_LENGTH = 2_000;

interface ListSpec {
  readonly name: 'bounces' | 'complaints' | 'unsubscribes';
  readonly title: string;
  readonly reason: EspSuppressionReason;
  readonly rowOf: (entry: NewSuppression) => object;
}

const lists: readonly ListSpec[] = [
  {
    name: 'bounces',
    title: 'Bounces',
    reason: 'hard-bounce',
    rowOf: ({ address, note }) => ({ address, code: '550', error: note ?? 'Suppressed' }),
  },
  { name: 'complaints', title: 'Complaints', reason: 'complaint', rowOf: ({ address }) => ({ address }) },
  {
    name: 'unsubscribes',
    title: 'Unsubscribes',
    reason: 'unsubscribe',
    rowOf: ({ address }) => ({ address, tags: ['*'] }),
  },
];

export const mailgunSuppressions: SupportedSuppressions = {
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
  addBulkSize: PAGE_SIZE,
  lagSeconds: 60,
  caseSensitive: false,
  notes: [
    'Lists belong to a domain, and domains to a region: a release is repeated for each domain.',
    'An unsubscribe can be limited to tags: it is one from the list `tag-<tag>` of the source, and with the tag `*` from all mail.',
    'An address on the allowlist of a domain is never suppressed there.',
  ],
};

/** Mailgun's lists of each domain. */
export function mailgunSuppressionApi(
  http: EspHttp,
  deps: Pick<SuppressionApiDeps, 'provider' | 'title' | 'scopes'>,
) {
  return createSuppressionApi({
    ...deps,
    capability: mailgunSuppressions,
    lists: Object.fromEntries(lists.map((list) => [list.name, listDriver(http, list)])),
  });
}

function listDriver(http: EspHttp, list: ListSpec): SuppressionListDriver {
  return {
    page: async (scope, cursor) => {
      const { items, paging } = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/v3/${domainOf(scope)}/${list.name}`,
        query: cursor === null ? { limit: PAGE_SIZE } : queryOf(http, cursor),
        answer: suppressionPage,
      });
      const entries = (items ?? []).flatMap((row) => toEntries(list, scope, row));
      // The link to the next page is there on the last page too: the end is an empty page.
      return { entries, next: entries.length === 0 ? null : cursorOf(paging?.next) };
    },
    get: async (scope, address) => {
      const row = await unlessNotFound(
        http.request({
          operation: 'read-suppressions',
          method: 'GET',
          path: path`/v3/${domainOf(scope)}/${list.name}/${address}`,
          answer: suppressionRow,
        }),
        null,
      );
      return row === null ? [] : toEntries(list, scope, row);
    },
    add: async (scope, entries) => {
      await http.request({
        operation: 'add-suppressions',
        method: 'POST',
        path: path`/v3/${domainOf(scope)}/${list.name}`,
        json: entries.map(list.rowOf),
        answer: null,
        repeatable: true,
      });
      return entries.map(() => ({ outcome: 'changed' }));
    },
    remove: (scope, refs) =>
      oneByOne(refs, ({ address }) =>
        removalOutcome(
          http.request({
            operation: 'remove-suppressions',
            method: 'DELETE',
            path: path`/v3/${domainOf(scope)}/${list.name}/${address}`,
            removes: address,
            answer: null,
          }),
        ),
      ),
  };
}

function domainOf(scope: Scope): string {
  return scope ?? '';
}

/** An unsubscribe that is limited to tags is an entry for each of them; the tag `*` stands for all mail. */
function toEntries(
  list: ListSpec,
  scope: Scope,
  row: v.InferOutput<typeof suppressionRow>,
): readonly EspSuppression[] {
  const createdAt = Date.parse(row.created_at ?? '');
  const code = row.code === null || row.code === undefined ? undefined : String(row.code);
  // Codes of Mailgun's own say that its list has the address; the words beside them are no reply.
  const isReply = mapEvent(mailgunCodes, code)?.kind !== 'dropped';
  const entry = {
    address: row.address,
    list: list.name,
    reason: list.reason,
    code,
    diagnostic: (isReply && row.error) || undefined,
    createdAt: Number.isNaN(createdAt) ? null : createdAt,
    expiresAt: null,
    origin: list.name,
    scope,
  };
  const tags = row.tags ?? [];
  if (tags.length === 0 || tags.includes('*')) return [entry];
  return tags.map((tag) => ({ ...entry, origin: `${list.name} of the tag ${tag}`, espList: `tag-${tag}` }));
}

/** Of the link to the next page only the query is used: the host and the path are ours. */
function cursorOf(next: string | null | undefined): string | null {
  return next && URL.canParse(next) ? new URL(next).search : null;
}

function queryOf(http: EspHttp, cursor: string): Record<string, string> {
  if (!cursor.startsWith('?') || cursor.length > MAX_CURSOR_LENGTH) {
    throw http.error('settings', 'Invalid cursor. Omit it to start at the first page.');
  }
  return Object.fromEntries(new URLSearchParams(cursor));
}
