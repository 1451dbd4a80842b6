import * as v from 'valibot';
import { EspApiError, unlessNotFound } from '../../esp-api/errors.ts';
import type { EspHttp } from '../../esp-api/http-client.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { path } from '../../esp-api/path.ts';
import type { Outcome, SuppressionListDriver } from '../../esp-api/suppression-api.ts';
import type { EspSuppression, EspSuppressionReason, SupportedSuppressions } from '../../esp-api/types.ts';
import { timeOf } from '../../esp-api/values.ts';

const PAGE_SIZE = 10_000;
/** SparkPost takes 10,000; smaller calls keep one failure small. */
const BULK_SIZE = 1_000;

const LISTS = ['transactional', 'non_transactional'] as const;
type ListName = (typeof LISTS)[number];

export const suppressionPage = v.looseObject({
  results: v.array(
    v.looseObject({
      recipient: v.string(),
      type: v.nullish(v.string()),
      transactional: v.nullish(v.boolean()),
      non_transactional: v.nullish(v.boolean()),
      source: v.nullish(v.string()),
      description: v.nullish(v.string()),
      list_id: v.nullish(v.string()),
      created: v.nullish(v.string()),
      updated: v.nullish(v.string()),
      subaccount_id: v.nullish(v.union([v.string(), v.number()])),
    }),
  ),
  links: v.nullish(
    v.union([v.array(v.looseObject({ href: v.string(), rel: v.nullish(v.string()) })), v.looseObject({})]),
  ),
});
type Row = v.InferOutput<typeof suppressionPage>['results'][number];

export const sparkpostSuppressions: SupportedSuppressions = {
  supported: true,
  lists: LISTS.map((name) => ({
    name,
    title: name === 'transactional' ? 'Suppressions (transactional)' : 'Suppressions (non-transactional)',
    reasons: ['hard-bounce', 'complaint', 'unsubscribe', 'manual', 'compliance'],
    read: 'whole',
    pageSize: PAGE_SIZE,
    remove: { bulkSize: 1, refuses: ['compliance'] },
    expires: 'never',
  })),
  add: {
    manual: { list: 'transactional', becomes: 'manual' },
    'hard-bounce': { list: 'transactional', becomes: 'manual' },
    'invalid-address': { list: 'transactional', becomes: 'manual' },
    complaint: { list: 'transactional', becomes: 'manual' },
    unsubscribe: { list: 'non_transactional', becomes: 'manual' },
  },
  addBulkSize: BULK_SIZE,
  lagSeconds: 60,
  caseSensitive: false,
  notes: [
    'What is added has the source Manually Added. Unless it is an unsubscribe, it is added as transactional and as non-transactional.',
    'An entry can be limited to a mailing list; removing it names that list.',
    'Compliance entries can be neither changed nor removed.',
    'Subaccounts have lists of their own: name one in the option "subaccount".',
  ],
};

const reasons: Readonly<Record<string, EspSuppressionReason>> = {
  'Spam Complaint': 'complaint',
  'List Unsubscribe': 'unsubscribe',
  'Unsubscribe Link': 'unsubscribe',
  'Bounce Rule': 'hard-bounce',
  'Manually Added': 'manual',
  Compliance: 'compliance',
};

export function sparkpostSuppressionLists(http: EspHttp): Readonly<Record<string, SuppressionListDriver>> {
  return Object.fromEntries(LISTS.map((name) => [name, listDriver(http, name)]));
}

function listDriver(http: EspHttp, list: ListName): SuppressionListDriver {
  return {
    page: async (_, cursor) => {
      const answer = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/api/v1/suppression-list`,
        query: { types: list, cursor: cursor ?? 'initial', per_page: PAGE_SIZE },
        answer: suppressionPage,
      });
      return { entries: answer.results.map((row) => toEntry(row, list)), next: nextCursor(answer) };
    },
    get: async (_, address) => {
      const answer = await unlessNotFound(
        http.request({
          operation: 'read-suppressions',
          method: 'GET',
          path: path`/api/v1/suppression-list/${address}`,
          query: { types: list },
          answer: suppressionPage,
        }),
        { results: [] },
      );
      return answer.results.filter((row) => isOn(row, list)).map((row) => toEntry(row, list));
    },
    add: async (_, entries) => {
      const types: readonly ListName[] = list === 'transactional' ? LISTS : [list];
      const recipients = entries.flatMap(({ address, note }) =>
        types.map((type) => ({
          recipient: address,
          type,
          ...(note === undefined ? {} : { description: note }),
        })),
      );
      await http.request({
        operation: 'add-suppressions',
        method: 'PUT',
        path: path`/api/v1/suppression-list/`,
        json: { recipients },
        answer: null,
      });
      return entries.map(() => ({ outcome: 'changed' }));
    },
    remove: (_, refs) =>
      oneByOne(refs, async ({ address, id }): Promise<Outcome> => {
        const removal = http.request({
          operation: 'remove-suppressions',
          method: 'DELETE',
          path: path`/api/v1/suppression-list/${address}`,
          // Without list_id the entries of every mailing list would go; empty means the account's.
          query: { list_id: id ?? '' },
          json: { type: list },
          removes: address,
          answer: null,
        });
        try {
          return await removalOutcome(removal);
        } catch (error) {
          const isProtected = error instanceof EspApiError && /Compliance/.test(error.message);
          if (!isProtected) throw error;
          return { outcome: 'refused', detail: 'SparkPost added it for compliance, and does not remove it.' };
        }
      }),
  };
}

function isOn(row: Row, list: ListName): boolean {
  if (row[list] !== undefined && row[list] !== null) return row[list];
  return (row.type ?? list) === list;
}

function toEntry(row: Row, list: ListName): EspSuppression {
  const listId = row.list_id || undefined;
  return {
    address: row.recipient,
    list,
    reason: reasons[row.source ?? ''] ?? 'unknown',
    diagnostic: row.description || undefined,
    createdAt: timeOf(row.created),
    expiresAt: null,
    origin: listId === undefined ? (row.source ?? '') : `${row.source ?? ''} of the mailing list ${listId}`,
    id: listId,
  };
}

/** The cursor of the link to the next page. */
function nextCursor({ links }: v.InferOutput<typeof suppressionPage>): string | null {
  const next = Array.isArray(links) ? links.find(({ rel }) => rel === 'next') : undefined;
  if (next === undefined || !URL.canParse(next.href, 'https://api.sparkpost.com')) return null;
  return new URL(next.href, 'https://api.sparkpost.com').searchParams.get('cursor');
}
