/** The ledger's side of a comparison, over the query API. */
import * as v from 'valibot';
import { MAX_CHECKED_ADDRESSES } from '../../shared/api/routes/check.ts';
import { MAX_PAGE_ENTRIES } from '../../shared/api/routes/suppressions.ts';
import type { StoredKind } from '../../shared/events/event.ts';
import type { SuppressionReason } from '../../shared/ledger/policy/suppression-reason.ts';
import type { KnownAddress, OwnSuppression } from '../../shared/sync/types.ts';
import type { Target } from '../target/target.ts';
import type { ListedSuppression } from './compare-lists.ts';

/** The part of a verdict that a comparison reads. */
const verdictShape = {
  list: v.string(),
  reason: v.string(),
  since: v.string(),
  until: v.nullable(v.string()),
};

const pageSchema = v.object({
  suppressions: v.array(v.object({ address: v.nullable(v.string()), ...verdictShape })),
  cursor: v.nullable(v.string()),
});

const knownSchema = v.object({
  results: v.array(
    v.object({
      address: v.string(),
      suppressed: v.boolean(),
      pendingUntil: v.nullable(v.string()),
      lists: v.array(v.object(verdictShape)),
      evidence: v.array(
        v.object({
          kind: v.string(),
          occurredAt: v.string(),
          source: v.string(),
          list: v.string(),
          hasProof: v.optional(v.boolean(), false),
        }),
      ),
    }),
  ),
});

/** The suppressions that apply to a list, a page at a time. */
export async function* listedSuppressions(
  target: Target,
  list: string,
): AsyncGenerator<readonly ListedSuppression[]> {
  let cursor: string | undefined;
  do {
    const query = { list, cursor, limit: String(MAX_PAGE_ENTRIES) };
    const answer = await target.ask({ method: 'GET', path: '/v1/suppressions', query });
    const page = v.parse(pageSchema, answer);
    yield page.suppressions.map((row) => ({
      address: row.address,
      list: row.list,
      reason: row.reason as SuppressionReason,
      since: Date.parse(row.since),
      until: row.until === null ? null : Date.parse(row.until),
    }));
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
}

/** What the ledger knows of addresses, for a list; of those alone that have a record. */
export async function lookUp(
  target: Target,
  list: string,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, KnownAddress>> {
  const known = new Map<string, KnownAddress>();
  for (let start = 0; start < addresses.length; start += MAX_CHECKED_ADDRESSES) {
    const body = { addresses: addresses.slice(start, start + MAX_CHECKED_ADDRESSES), list, onlyKnown: true };
    const answer = await target.ask({ method: 'POST', path: '/v1/check', body });
    for (const { address, suppressed, pendingUntil, lists, evidence } of v.parse(knownSchema, answer)
      .results) {
      known.set(address, {
        suppressed,
        pending: pendingUntil !== null,
        verdicts: lists.map(ownSuppression),
        events: evidence.map(({ kind, occurredAt, ...event }) => ({
          ...event,
          kind: kind as StoredKind,
          at: Date.parse(occurredAt),
        })),
      });
    }
  }
  return known;
}

function ownSuppression(verdict: {
  readonly list: string;
  readonly reason: string;
  readonly since: string;
  readonly until: string | null;
}): OwnSuppression {
  return {
    list: verdict.list,
    reason: verdict.reason as SuppressionReason,
    since: Date.parse(verdict.since),
    until: verdict.until === null ? null : Date.parse(verdict.until),
  };
}
