import { domainOf, type LedgerAddress } from '../../address/address.ts';
import { absentRecord, type StoredRecord } from '../../store/record-store.ts';
import type { Incident } from '../guard/incident.ts';
import { heldUntil, mayBeHeld } from '../guard/storm-guard.ts';
import type { ListVerdict } from '../policy/list-verdict.ts';
import { type AddressStatus, buildStatus } from '../policy/status.ts';
import { verdictsAt } from '../policy/verdicts.ts';
import { domainSubject, type LedgerContext } from './context.ts';
import { incidentsOf } from './storms.ts';

/** The status of one address. `list` undefined asks for any list. */
export async function getStatus(
  context: LedgerContext,
  address: LedgerAddress,
  { list, consistent = false }: { readonly list?: string; readonly consistent?: boolean } = {},
): Promise<AddressStatus> {
  return statusOf(context, address, await context.store.get(context.keyOf(address), { consistent }), list);
}

/** Statuses in the order asked. Rejects when any record cannot be read. */
export async function getStatuses(
  context: LedgerContext,
  addresses: readonly LedgerAddress[],
  { list }: { readonly list?: string } = {},
): Promise<readonly AddressStatus[]> {
  const keys = new Map(addresses.map((address) => [address, context.keyOf(address)]));
  const { found, failed } = await context.store.getMany([...new Set(keys.values())]);
  for (const error of failed.values()) throw error;
  return statusesOf(
    context,
    addresses.map((address) => ({ address, stored: found.get(keys.get(address) ?? '') ?? absentRecord })),
    list,
  );
}

/** The status that a record gives. */
export async function statusOf(
  context: LedgerContext,
  address: LedgerAddress,
  stored: Pick<StoredRecord, 'record' | 'revision'>,
  list?: string,
): Promise<AddressStatus> {
  const [status] = await statusesOf(context, [{ address, stored }], list);
  if (status === undefined) throw new RangeError('One address has one status.');
  return status;
}

/** Builds statuses, reading the states of domains only where a verdict is so recent that a storm may hold it back. */
async function statusesOf(
  context: LedgerContext,
  asked: ReadonlyArray<{
    readonly address: LedgerAddress;
    readonly stored: Pick<StoredRecord, 'record' | 'revision'>;
  }>,
  list: string | undefined,
): Promise<AddressStatus[]> {
  const { policy } = context;
  const now = context.now();
  const read = asked.map(({ address, stored }) => {
    const verdicts = verdictsAt(stored.record, policy, now);
    return {
      address,
      stored,
      verdicts,
      subject: mayBeHeld(verdicts, policy, now) ? domainSubject(context, domainOf(address)).name : null,
    };
  });
  const storms = await incidentsOf(
    context,
    read.flatMap(({ subject }) => subject ?? []),
  );
  return read.map(({ address, stored, verdicts, subject }) =>
    buildStatus(stored.record, policy, {
      address,
      ...(list !== undefined && { list }),
      revision: stored.revision,
      verdicts,
      pending: pendingUnder(storms.get(subject ?? ''), verdicts, context, now),
    }),
  );
}

function pendingUnder(
  storm: Incident | undefined,
  verdicts: readonly ListVerdict[],
  { policy }: LedgerContext,
  now: number,
): ReadonlyMap<ListVerdict, number> {
  const pending = new Map<ListVerdict, number>();
  if (storm === undefined) return pending;
  for (const verdict of verdicts) {
    const until = heldUntil(storm, verdict, policy, now);
    if (until !== null) pending.set(verdict, until);
  }
  return pending;
}
