import type * as v from 'valibot';
import { addsAllAs } from '../../esp-api/capabilities.ts';
import type { EspHttp } from '../../esp-api/http-client.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import { countIn } from '../../esp-api/paging.ts';
import { type ApiPath, path } from '../../esp-api/path.ts';
import {
  createSuppressionApi,
  type Outcome,
  type SuppressionApiDeps,
  type SuppressionListDriver,
} from '../../esp-api/suppression-api.ts';
import type {
  EspSuppression,
  EspSuppressionReason,
  SupportedSuppressions,
  SuppressionRef,
} from '../../esp-api/types.ts';
import { globalSuppression, groupRows, groupsOfAddress, suppressionRows } from './api-schemas.ts';

/** The largest page, and the bound of addresses that are added in one call. */
const PAGE_SIZE = 500;

interface ListSpec {
  readonly name: string;
  readonly title: string;
  readonly reason: EspSuppressionReason;
  readonly path: ApiPath;
  /** The path of one address, to read and to remove. */
  readonly one: (address: string) => ApiPath;
}

/** The lists that SendGrid fills by itself: read and remove alone. */
const lists: readonly ListSpec[] = [
  {
    name: 'bounces',
    title: 'Bounces',
    reason: 'hard-bounce',
    path: path`/v3/suppression/bounces`,
    one: (address) => path`/v3/suppression/bounces/${address}`,
  },
  {
    name: 'blocks',
    title: 'Blocks',
    reason: 'block',
    path: path`/v3/suppression/blocks`,
    one: (address) => path`/v3/suppression/blocks/${address}`,
  },
  {
    name: 'invalid_emails',
    title: 'Invalid',
    reason: 'invalid-address',
    path: path`/v3/suppression/invalid_emails`,
    one: (address) => path`/v3/suppression/invalid_emails/${address}`,
  },
  {
    name: 'spam_reports',
    title: 'Spam Reports',
    reason: 'complaint',
    path: path`/v3/suppression/spam_reports`,
    one: (address) => path`/v3/suppression/spam_reports/${address}`,
  },
];

export const sendgridSuppressions: SupportedSuppressions = {
  supported: true,
  lists: [
    ...lists.map(({ name, title, reason }) => ({
      name,
      title,
      reasons: [reason],
      read: 'whole' as const,
      pageSize: PAGE_SIZE,
      remove: { bulkSize: 1, refuses: [] },
      expires: 'never' as const,
    })),
    {
      name: 'global',
      title: 'Global Unsubscribes',
      reasons: ['unsubscribe'],
      read: 'whole',
      pageSize: PAGE_SIZE,
      remove: { bulkSize: 1, refuses: [] },
      expires: 'never',
    },
    {
      name: 'groups',
      title: 'Group Unsubscribes',
      reasons: ['unsubscribe'],
      read: 'whole',
      pageSize: null,
      remove: { bulkSize: 1, refuses: [] },
      expires: 'never',
    },
  ],
  add: addsAllAs('global', 'unsubscribe'),
  addBulkSize: PAGE_SIZE,
  lagSeconds: 60,
  caseSensitive: false,
  notes: [
    'Nothing can be added to bounces, blocks, invalid addresses or spam reports: what is pushed becomes a global unsubscribe.',
    'A bounce purge setting removes bounces after some days, and an address allow list hides them: `doctor` reads both.',
    'Pages are counted from the start of a list, so that an entry removed while it is read can shift another out of sight until the next reading.',
  ],
};

/** SendGrid's lists. Entries of the group list have their group as scope, `group-<id>`. */
export function sendgridSuppressionApi(http: EspHttp, deps: Pick<SuppressionApiDeps, 'provider' | 'title'>) {
  return createSuppressionApi({
    ...deps,
    capability: sendgridSuppressions,
    lists: {
      ...Object.fromEntries(lists.map((list) => [list.name, listDriver(http, list)])),
      global: globalDriver(http),
      groups: groupDriver(http),
    },
  });
}

function listDriver(http: EspHttp, list: ListSpec): SuppressionListDriver {
  return {
    page: (_, cursor) => readPage(http, list, list.path, cursor),
    get: async (_, address) => {
      const answer = suppressionRows;
      const rows = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: list.one(address),
        answer,
      });
      return rows.map((row) => toEntry(list, row));
    },
    remove: (_, refs) => removeEach(http, refs, ({ address }) => list.one(address)),
  };
}

async function readPage(
  http: EspHttp,
  list: Pick<ListSpec, 'name' | 'reason'>,
  at: ApiPath,
  cursor: string | null,
) {
  const offset = countIn(http, cursor, 0);
  const rows = await http.request({
    operation: 'read-suppressions',
    method: 'GET',
    path: at,
    query: { limit: PAGE_SIZE, offset },
    answer: suppressionRows,
  });
  const next = rows.length < PAGE_SIZE ? null : String(offset + rows.length);
  return { entries: rows.map((row) => toEntry(list, row)), next };
}

function toEntry(
  { name, reason }: Pick<ListSpec, 'name' | 'reason'>,
  row: v.InferOutput<typeof suppressionRows>[number],
): EspSuppression {
  return {
    address: row.email,
    list: name,
    reason,
    code: row.status || undefined,
    diagnostic: row.reason || undefined,
    createdAt: row.created * 1000,
    expiresAt: null,
    origin: name,
  };
}

function globalDriver(http: EspHttp): SuppressionListDriver {
  const spec = { name: 'global', reason: 'unsubscribe' } as const;
  return {
    page: (_, cursor) => readPage(http, spec, path`/v3/suppression/unsubscribes`, cursor),
    get: async (_, address) => {
      const { recipient_email } = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/v3/asm/suppressions/global/${address}`,
        answer: globalSuppression,
      });
      if (!recipient_email) return [];
      return [
        {
          ...spec,
          list: 'global',
          address: recipient_email,
          createdAt: null,
          expiresAt: null,
          origin: 'global',
        },
      ];
    },
    add: async (_, entries) => {
      await http.request({
        operation: 'add-suppressions',
        method: 'POST',
        path: path`/v3/asm/suppressions/global`,
        json: { recipient_emails: entries.map(({ address }) => address) },
        answer: null,
        repeatable: true,
      });
      return entries.map(() => ({ outcome: 'changed' }));
    },
    remove: (_, refs) =>
      removeEach(http, refs, ({ address }) => path`/v3/asm/suppressions/global/${address}`),
  };
}

/** A group's id is the entry's id: without it an entry cannot be named. */
function groupDriver(http: EspHttp): SuppressionListDriver {
  const entry = (address: string, group: number, createdAt: number | null, name: string): EspSuppression => ({
    address,
    list: 'groups',
    reason: 'unsubscribe',
    createdAt,
    expiresAt: null,
    origin: `group ${name}`,
    id: String(group),
    scope: `group-${group}`,
    espList: `group-${group}`,
  });
  return {
    page: async () => {
      const rows = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/v3/asm/suppressions`,
        answer: groupRows,
        maxBytes: 256 * 1_048_576,
      });
      const entries = rows.map((row) =>
        entry(row.email, row.group_id, row.created_at * 1000, row.group_name ?? ''),
      );
      return { entries, next: null };
    },
    get: async (_, address) => {
      const { suppressions } = await http.request({
        operation: 'read-suppressions',
        method: 'GET',
        path: path`/v3/asm/suppressions/${address}`,
        answer: groupsOfAddress,
      });
      return suppressions.flatMap(({ id, name, suppressed }) =>
        suppressed ? [entry(address, id, null, name)] : [],
      );
    },
    remove: (_, refs) =>
      oneByOne(refs, async (ref): Promise<Outcome> => {
        const group = ref.id ?? ref.scope?.replace(/^group-/, '');
        if (group === undefined || !/^\d+$/.test(group)) {
          return { outcome: 'refused', detail: 'The entry does not name its group.' };
        }
        return removeOne(http, path`/v3/asm/groups/${group}/suppressions/${ref.address}`, ref.address);
      }),
  };
}

function removeEach(
  http: EspHttp,
  refs: readonly SuppressionRef[],
  pathOf: (ref: SuppressionRef) => ApiPath,
): Promise<Outcome[]> {
  return oneByOne(refs, (ref) => removeOne(http, pathOf(ref), ref.address));
}

function removeOne(http: EspHttp, at: ApiPath, address: string): Promise<Outcome> {
  return removalOutcome(
    http.request({
      operation: 'remove-suppressions',
      method: 'DELETE',
      path: at,
      removes: address,
      answer: null,
    }),
  );
}
