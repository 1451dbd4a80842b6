/** What the ledger knows of addresses, where it is in this process. */
import type { LedgerAddress } from '../address/address.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ListVerdict } from '../ledger/policy/list-verdict.ts';
import type { KnownAddress, OwnSuppression } from './types.ts';

/** Of those alone that have a record. @param list the source's list */
export async function knownAddresses(
  ledger: Pick<Ledger, 'getStatuses'>,
  list: string,
  addresses: readonly LedgerAddress[],
): Promise<ReadonlyMap<string, KnownAddress>> {
  const statuses = await ledger.getStatuses(addresses, { list });
  return new Map(
    statuses.flatMap(({ address, revision, suppressed, pendingUntil, lists, evidence }) =>
      revision === 0
        ? []
        : [
            [
              address,
              {
                suppressed,
                pending: pendingUntil !== undefined,
                verdicts: lists.map(ownSuppression),
                events: evidence.map(({ kind, at, source, list: of, hasProof = false }) => ({
                  kind,
                  at: at * 1_000,
                  source,
                  list: of,
                  hasProof,
                })),
              },
            ] as const,
          ],
    ),
  );
}

export function ownSuppression({ suppressionReason, since, until, list }: ListVerdict): OwnSuppression {
  return {
    reason: suppressionReason,
    since: since * 1_000,
    until: until === null ? null : until * 1_000,
    list,
  };
}
