import { addsAllAs } from '../../esp-api/capabilities.ts';
import { EspApiError } from '../../esp-api/errors.ts';
import type { EspHttp } from '../../esp-api/http-client.ts';
import { path } from '../../esp-api/path.ts';
import {
  createSuppressionApi,
  type Outcome,
  type Scope,
  type SuppressionApiDeps,
} from '../../esp-api/suppression-api.ts';
import type {
  EspSuppression,
  EspSuppressionReason,
  SupportedSuppressions,
  SuppressionPage,
} from '../../esp-api/types.ts';
import { suppressionDump, suppressionStatuses } from './api-schemas.ts';

const BULK_SIZE = 50;
const DAY_MS = 86_400_000;
/** Postmark began in 2009; nothing on its lists is older. */
const FIRST_DAY = Date.UTC(2009, 0, 1) / DAY_MS;
/** The first span asked for, days: everything at once, as most lists are short. */
const FIRST_SPAN = 20_000;
/** A dump beyond this is asked for in shorter spans of days. */
const MAX_DUMP_BYTES = 16 * 1_048_576;

const reasons: Readonly<Record<string, EspSuppressionReason>> = {
  HardBounce: 'hard-bounce',
  SpamComplaint: 'complaint',
  ManualSuppression: 'manual',
};

export const postmarkSuppressions: SupportedSuppressions = {
  supported: true,
  lists: [
    {
      name: 'suppressions',
      title: 'Suppressions',
      reasons: ['hard-bounce', 'complaint', 'manual', 'unsubscribe'],
      read: 'whole',
      pageSize: null,
      remove: { bulkSize: BULK_SIZE, refuses: ['complaint'] },
      expires: 'never',
    },
  ],
  add: addsAllAs('suppressions', 'manual'),
  addBulkSize: BULK_SIZE,
  lagSeconds: 120,
  caseSensitive: false,
  notes: [
    'What is added becomes a manual suppression of the origin Customer, whatever its reason.',
    'A spam complaint cannot be lifted by API: it needs Postmark’s support.',
    'Lifting a hard bounce is the same as activating the bounce.',
    'Lists belong to a message stream: a release is repeated for each.',
  ],
};

/** Postmark's list of each message stream. */
export function postmarkSuppressionApi(
  http: EspHttp,
  deps: Pick<SuppressionApiDeps, 'provider' | 'title' | 'scopes'>,
) {
  return createSuppressionApi({
    ...deps,
    capability: postmarkSuppressions,
    lists: {
      suppressions: {
        page: (scope, cursor) => readSpan(http, scope, cursor),
        get: (scope, address) => read(http, scope, { EmailAddress: address }),
        add: (scope, entries) => write(http, scope, 'add', entries),
        remove: (scope, refs) => write(http, scope, 'remove', refs),
      },
    },
  });
}

/**
 * The dump has no pages: a list too long for one answer is read in spans of days, each half as long as the one that was
 * too long. The cursor is the first day and the length of the span.
 */
async function readSpan(http: EspHttp, scope: Scope, cursor: string | null): Promise<SuppressionPage> {
  const today = Math.ceil(http.deps.now() / DAY_MS) + 1;
  let [from, days] = cursor === null ? [FIRST_DAY, FIRST_SPAN] : spanOf(http, cursor);
  for (;;) {
    const to = Math.min(from + days - 1, today);
    try {
      const span = { fromdate: dateOf(from), todate: dateOf(to) };
      const entries = await read(http, scope, to >= today && from === FIRST_DAY ? {} : span);
      return { entries, next: to >= today ? null : `${to + 1}+${days}` };
    } catch (error) {
      const isTooLarge = error instanceof EspApiError && error.kind === 'response-too-large';
      if (!isTooLarge || days === 1) throw error;
      days = Math.max(1, Math.floor((to - from + 1) / 2));
    }
  }
}

function spanOf(http: EspHttp, cursor: string): [number, number] {
  const match = /^(\d{1,6})\+(\d{1,6})$/.exec(cursor);
  if (match === null) throw http.error('settings', 'Invalid cursor. Omit it to start at the first page.');
  return [Number(match[1]), Math.max(1, Number(match[2]))];
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

async function read(
  http: EspHttp,
  scope: Scope,
  query: Readonly<Record<string, string>>,
): Promise<EspSuppression[]> {
  const { Suppressions } = await http.request({
    operation: 'read-suppressions',
    method: 'GET',
    path: path`/message-streams/${scope ?? ''}/suppressions/dump`,
    query,
    answer: suppressionDump,
    maxBytes: MAX_DUMP_BYTES,
  });
  return Suppressions.map((row) => {
    const createdAt = Date.parse(row.CreatedAt);
    // A recipient suppresses manually by unsubscribing; the customer and Postmark do it by hand.
    const isUnsubscribe = row.SuppressionReason === 'ManualSuppression' && row.Origin === 'Recipient';
    return {
      address: row.EmailAddress,
      list: 'suppressions',
      reason: isUnsubscribe ? 'unsubscribe' : (reasons[row.SuppressionReason] ?? 'unknown'),
      createdAt: Number.isNaN(createdAt) ? null : createdAt,
      expiresAt: null,
      origin: `${row.SuppressionReason} by ${row.Origin}`,
      scope,
    };
  });
}

/** The status 200 is not the result: each row has a status of its own. */
async function write(
  http: EspHttp,
  scope: Scope,
  change: 'add' | 'remove',
  items: readonly { readonly address: string }[],
): Promise<Outcome[]> {
  const stream = scope ?? '';
  const addresses = items.map(({ address }) => address);
  const { Suppressions } = await http.request({
    operation: change === 'add' ? 'add-suppressions' : 'remove-suppressions',
    method: 'POST',
    path:
      change === 'add'
        ? path`/message-streams/${stream}/suppressions`
        : path`/message-streams/${stream}/suppressions/delete`,
    json: { Suppressions: addresses.map((EmailAddress) => ({ EmailAddress })) },
    answer: suppressionStatuses,
    repeatable: true,
    ...(change === 'remove' ? { removes: addresses } : {}),
  });
  const rows = new Map(Suppressions.map((row) => [row.EmailAddress.toLowerCase(), row]));
  return addresses.map((address) => {
    const row = rows.get(address.toLowerCase());
    if (row === undefined) return { outcome: 'refused', detail: 'Postmark did not answer for this address.' };
    if (row.Status !== 'Failed') return { outcome: 'accepted' };
    return { outcome: 'refused', detail: http.redact(row.Message ?? 'Failed') };
  });
}
