import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  PutSuppressedDestinationCommand,
  type SuppressionListReason,
} from '@aws-sdk/client-sesv2';
import { addsAsIs } from '../../esp-api/capabilities.ts';
import { unlessNotFound } from '../../esp-api/errors.ts';
import { oneByOne, removalOutcome } from '../../esp-api/outcome.ts';
import {
  createSuppressionApi,
  type Outcome,
  type Scope,
  type SuppressionApiDeps,
} from '../../esp-api/suppression-api.ts';
import type {
  EspSuppression,
  NewSuppression,
  SupportedSuppressions,
  SuppressionPage,
} from '../../esp-api/types.ts';
import type { SesClients } from './api-clients.ts';

const PAGE_SIZE = 1_000;
const LIST = 'suppressions';

export const sesSuppressions: SupportedSuppressions = {
  supported: true,
  lists: [
    {
      name: LIST,
      title: 'Suppression list',
      reasons: ['hard-bounce', 'complaint'],
      read: 'whole',
      pageSize: PAGE_SIZE,
      remove: { bulkSize: 1, refuses: [] },
      expires: 'never',
    },
  ],
  add: {
    ...addsAsIs({ 'hard-bounce': LIST, complaint: LIST }),
    manual: { list: LIST, becomes: 'hard-bounce' },
  },
  addBulkSize: 1,
  lagSeconds: 60,
  caseSensitive: true,
  notes: [
    'An entry suppresses only while its reason is among the suppressed reasons of the account, the configuration set or the tenant.',
    'The list is matched with exact case, and sending is not: an entry is read and removed in the form in which it stands there.',
    'An entry that is there is not changed: SES would replace its reason.',
    'An address with a slash can be neither read nor removed singly: it is looked for in the whole list, and removed by an import job only.',
    'A tenant with a list of its own has it beside that of the account: name it in the option "tenants".',
    'The global suppression list of Amazon SES can be neither read nor changed.',
  ],
};

/** The list of the account and those of tenants. */
export function sesSuppressionApi(
  ses: SesClients,
  deps: Pick<SuppressionApiDeps, 'provider' | 'title'>,
  tenants: readonly string[],
) {
  return createSuppressionApi({
    ...deps,
    capability: sesSuppressions,
    scopes: async () => [undefined, ...tenants],
    lists: {
      [LIST]: {
        page: (scope, cursor) => readPage(ses, scope, cursor),
        get: (scope, address) =>
          address.includes('/') ? findInList(ses, scope, address) : readOne(ses, scope, address),
        add: (scope, entries) => oneByOne(entries, (entry) => addOne(ses, scope, entry)),
        remove: (scope, refs) => oneByOne(refs, ({ address }) => removeOne(ses, scope, address)),
      },
    },
  });
}

async function readPage(ses: SesClients, scope: Scope, cursor: string | null): Promise<SuppressionPage> {
  const { SuppressedDestinationSummaries = [], NextToken } = await ses.call(
    'read-suppressions',
    'ListSuppressedDestinations',
    () =>
      ses.v2.send(
        new ListSuppressedDestinationsCommand({
          PageSize: PAGE_SIZE,
          NextToken: cursor ?? undefined,
          TenantName: scope,
        }),
      ),
  );
  return {
    entries: SuppressedDestinationSummaries.map((row) => toEntry(row, scope)),
    next: NextToken ?? null,
  };
}

async function readOne(ses: SesClients, scope: Scope, address: string): Promise<EspSuppression[]> {
  const answer = await unlessNotFound(
    ses.call('read-suppressions', 'GetSuppressedDestination', () =>
      ses.v2.send(new GetSuppressedDestinationCommand({ EmailAddress: address, TenantName: scope })),
    ),
    null,
  );
  const found = answer?.SuppressedDestination;
  return found === undefined ? [] : [toEntry(found, scope)];
}

async function findInList(ses: SesClients, scope: Scope, address: string): Promise<EspSuppression[]> {
  let cursor: string | null = null;
  do {
    const page: SuppressionPage = await readPage(ses, scope, cursor);
    const found = page.entries.filter((entry) => entry.address === address);
    if (found.length > 0) return found;
    cursor = page.next;
  } while (cursor !== null);
  return [];
}

function toEntry(
  row: {
    readonly EmailAddress: string | undefined;
    readonly Reason: SuppressionListReason | undefined;
    readonly LastUpdateTime: Date | undefined;
  },
  scope: Scope,
): EspSuppression {
  return {
    address: row.EmailAddress ?? '',
    list: LIST,
    reason: row.Reason === 'BOUNCE' ? 'hard-bounce' : row.Reason === 'COMPLAINT' ? 'complaint' : 'unknown',
    createdAt: row.LastUpdateTime?.getTime() ?? null,
    expiresAt: null,
    origin: row.Reason ?? '',
    scope,
  };
}

async function addOne(ses: SesClients, scope: Scope, { address, reason }: NewSuppression): Promise<Outcome> {
  const [present] = address.includes('/') ? [] : await readOne(ses, scope, address);
  if (present !== undefined) return { outcome: 'unchanged', detail: `It stands there as ${present.origin}.` };
  await ses.call('add-suppressions', 'PutSuppressedDestination', () =>
    ses.v2.send(
      new PutSuppressedDestinationCommand({
        EmailAddress: address,
        Reason: reason === 'complaint' ? 'COMPLAINT' : 'BOUNCE',
        TenantName: scope,
      }),
    ),
  );
  return { outcome: 'changed' };
}

async function removeOne(ses: SesClients, scope: Scope, address: string): Promise<Outcome> {
  if (address.includes('/')) {
    const detail = 'Amazon SES removes an address with a slash by an import job (DELETE) only.';
    return { outcome: 'refused', detail };
  }
  return removalOutcome(
    ses.call('remove-suppressions', 'DeleteSuppressedDestination', () =>
      ses.v2.send(new DeleteSuppressedDestinationCommand({ EmailAddress: address, TenantName: scope })),
    ),
  );
}
