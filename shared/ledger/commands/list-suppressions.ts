/** Pages of suppressed addresses, without those whose verdicts a storm holds back. */
import { type FailureCode, type FailureGroup, groupOf } from '../../failure-codes/scheme.ts';
import { positionAt, type SuppressedRow } from '../../store/record-store.ts';
import { heldUntil, mayBeHeld } from '../guard/storm-guard.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { activeHolds, CLOCK_TOLERANCE, type ListVerdict } from '../policy/list-verdict.ts';
import type { SuppressionReason } from '../policy/suppression-reason.ts';
import { appliesTo } from '../policy/verdicts.ts';
import type { LedgerContext } from './context.ts';
import { incidentsOf } from './storms.ts';

export interface SuppressionQuery {
  readonly code?: FailureCode;
  readonly group?: FailureGroup;
  readonly suppressionReason?: SuppressionReason;
  readonly list?: string;
  /** Seconds since 1970. */
  readonly since?: number;
  readonly cursor?: string;
  /** 1 to 1,000. @default 100 */
  readonly limit?: number;
}

export interface SuppressionEntry extends ListVerdict {
  /** Null where addresses are stored as hashes. */
  readonly address: string | null;
}

export interface SuppressionPage {
  readonly entries: readonly SuppressionEntry[];
  /** Where the next page begins; null on the last one. */
  readonly cursor: string | null;
}

/** A cursor that no page gave. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

/** Rows that one page looks at, whatever it finds. */
const MAX_ROWS_PER_PAGE = 10_000;
const ENTRIES_PER_PAGE = 100;

/** @throws InvalidCursorError */
export async function listSuppressions(
  context: LedgerContext,
  query: SuppressionQuery,
): Promise<SuppressionPage> {
  const limit = query.limit ?? ENTRIES_PER_PAGE;
  const now = context.now();
  let last = query.cursor === undefined ? positionAt(query.since ?? 0) : decodeCursor(query.cursor);
  const entries: SuppressionEntry[] = [];
  let read = 0;
  for await (const rows of inGroups(context.store.listSuppressed(last), limit)) {
    const held = await heldVerdicts(context, rows, now);
    for (const row of rows) {
      const verdict = matchingVerdict(row, held, query, context.policy, now);
      if ((verdict && entries.length === limit) || read === MAX_ROWS_PER_PAGE) {
        return { entries, cursor: encodeCursor(last) };
      }
      if (verdict) entries.push({ address: row.address, ...verdict });
      last = row.position;
      read++;
    }
  }
  return { entries, cursor: null };
}

/** The verdicts that a storm holds back. */
async function heldVerdicts(
  context: LedgerContext,
  rows: readonly SuppressedRow[],
  now: number,
): Promise<ReadonlySet<ListVerdict>> {
  const { policy } = context;
  const recent = rows.filter((row) => mayBeHeld(row.verdicts, policy, now));
  const storms = await incidentsOf(
    context,
    recent.flatMap((row) => subjectNameOf(context, row) ?? []),
  );
  return new Set(
    recent.flatMap((row) => {
      const storm = storms.get(subjectNameOf(context, row) ?? '');
      return storm ? row.verdicts.filter((verdict) => heldUntil(storm, verdict, policy, now) !== null) : [];
    }),
  );
}

/** The strongest active verdict of a row that a query asks for. */
function matchingVerdict(
  row: SuppressedRow,
  held: ReadonlySet<ListVerdict>,
  { code, group, suppressionReason, list, since = 0 }: SuppressionQuery,
  policy: CompiledPolicy,
  now: number,
): ListVerdict | undefined {
  return activeHolds(row.verdicts, now).find(
    (verdict) =>
      !held.has(verdict) &&
      verdict.since >= since &&
      verdict.since <= now + CLOCK_TOLERANCE &&
      (code === undefined || verdict.code === code) &&
      (group === undefined || groupOf(verdict.code) === group) &&
      (suppressionReason === undefined || verdict.suppressionReason === suppressionReason) &&
      appliesTo(verdict, list, policy),
  );
}

/** What the storm guard counts a row's address for; null where the row does not tell, because it was erased. */
function subjectNameOf({ hashed }: LedgerContext, { address, domainKey }: SuppressedRow): string | null {
  if (hashed) return domainKey;
  return address === null ? null : address.slice(address.lastIndexOf('@') + 1);
}

/** A cursor, as a page gives it. */
export const CURSOR = /^\d{10}\.[\w-]*$/;

/** A cursor is the position of the last row that was read; opaque to callers. */
function encodeCursor(position: string): string {
  return position.replace('#', '.');
}

function decodeCursor(cursor: string): string {
  if (CURSOR.test(cursor)) return cursor.replace('.', '#');
  throw new InvalidCursorError('Invalid cursor. Omit it to start at the first page.');
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
