/** Pages of suppressions, without those that a guard holds back. */
import { type FailureCode, type FailureGroup, groupOf } from '../../failure-codes/scheme.ts';
import { positionAt, type SuppressedRow } from '../../store/record-store.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import {
  activeHolds,
  CLOCK_TOLERANCE,
  type ListVerdict,
  type StoredVerdict,
} from '../policy/list-verdict.ts';
import type { SuppressionReason } from '../policy/suppression-reason.ts';
import { appliesTo } from '../policy/verdicts.ts';
import type { LedgerContext } from './context.ts';
import { pendingVerdicts } from './pending-verdicts.ts';

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

/** One suppression of one address: an address has one for each list and reason. */
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

/**
 * A page of suppressions, in order of the time at which an address's verdicts last grew; those of one address follow
 * each other, the strongest first.
 *
 * @throws InvalidCursorError
 */
export async function listSuppressions(
  context: LedgerContext,
  query: SuppressionQuery,
): Promise<SuppressionPage> {
  const limit = query.limit ?? ENTRIES_PER_PAGE;
  const now = context.now();
  let { position, listed } =
    query.cursor === undefined ? beginAt(query.since ?? 0) : decodeCursor(query.cursor);
  const entries: SuppressionEntry[] = [];
  let read = 0;
  for await (const rows of inGroups(context.store.listSuppressed(position), limit)) {
    const pending = await pendingVerdicts(
      context,
      rows.map((row) => ({
        verdicts: row.verdicts,
        stored: row.verdicts,
        domain: subjectNameOf(context, row),
      })),
    );
    for (const row of rows) {
      if (read++ === MAX_ROWS_PER_PAGE) return { entries, cursor: encodeCursor({ position, listed }) };
      const matching = matchingVerdicts(row, query, context.policy, now).filter(
        (verdict) => !pending.has(verdict),
      );
      for (const { recordedAt: _, ...verdict } of matching.slice(listed)) {
        if (entries.length === limit) return { entries, cursor: encodeCursor({ position, listed }) };
        entries.push({ address: row.address, ...verdict });
        listed++;
      }
      position = row.position;
      listed = 0;
    }
  }
  return { entries, cursor: null };
}

/** The active verdicts of a row that a query asks for, the strongest first. */
function matchingVerdicts(
  row: SuppressedRow,
  { code, group, suppressionReason, list, since = 0 }: SuppressionQuery,
  policy: CompiledPolicy,
  now: number,
): readonly StoredVerdict[] {
  return activeHolds(row.verdicts, now).filter(
    (verdict) =>
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
export const CURSOR = /^\d{10}\.[\w-]*(?:\.\d{1,3})?$/;

/** Where a page begins: after a position, and after so many entries of the row that follows it. */
interface PageStart {
  readonly position: string;
  readonly listed: number;
}

function beginAt(since: number): PageStart {
  return { position: positionAt(since), listed: 0 };
}

function encodeCursor({ position, listed }: PageStart): string {
  return position.replace('#', '.') + (listed === 0 ? '' : `.${listed}`);
}

function decodeCursor(cursor: string): PageStart {
  if (!CURSOR.test(cursor)) {
    throw new InvalidCursorError('Invalid cursor. Omit it to start at the first page.');
  }
  const [time = '', key = '', listed = '0'] = cursor.split('.');
  return { position: `${time}#${key}`, listed: Number(listed) };
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
