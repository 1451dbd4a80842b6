import { domainOf, type LedgerAddress } from '../../address/address.ts';
import { absentRecord, type StoredRecord } from '../../store/record-store.ts';
import { type AddressStatus, buildStatus } from '../policy/status.ts';
import { verdictsAt } from '../policy/verdicts.ts';
import { domainSubject, type LedgerContext } from './context.ts';
import { pendingVerdicts } from './pending-verdicts.ts';

export interface StatusOptions {
  /** @default any list */
  readonly list?: string;
  /** Reads what was just written, at twice the price. @default false */
  readonly consistent?: boolean;
}

/** The status of one address. */
export async function getStatus(
  context: LedgerContext,
  address: LedgerAddress,
  { list, consistent = false }: StatusOptions = {},
): Promise<AddressStatus> {
  const stored = await context.store.get(context.keyOf(address), { consistent });
  return statusOf(context, address, stored, { ...(list !== undefined && { list }), consistent });
}

/** Statuses in the order asked. Rejects when any record cannot be read. */
export async function getStatuses(
  context: LedgerContext,
  addresses: readonly LedgerAddress[],
  { list }: Pick<StatusOptions, 'list'> = {},
): Promise<readonly AddressStatus[]> {
  const keys = new Map(addresses.map((address) => [address, context.keyOf(address)]));
  const { found, failed } = await context.store.getMany([...new Set(keys.values())]);
  for (const error of failed.values()) throw error;
  return statusesOf(
    context,
    addresses.map((address) => ({ address, stored: found.get(keys.get(address) ?? '') ?? absentRecord })),
    list === undefined ? {} : { list },
  );
}

/** The part of a stored record that a status is built from. */
type StatusRecord = Pick<StoredRecord, 'record' | 'revision' | 'verdicts'>;

/** The status that a record gives. */
export async function statusOf(
  context: LedgerContext,
  address: LedgerAddress,
  stored: StatusRecord,
  options: StatusOptions = {},
): Promise<AddressStatus> {
  const [status] = await statusesOf(context, [{ address, stored }], options);
  if (status === undefined) throw new RangeError('One address has one status.');
  return status;
}

async function statusesOf(
  context: LedgerContext,
  asked: ReadonlyArray<{ readonly address: LedgerAddress; readonly stored: StatusRecord }>,
  { list, consistent = false }: StatusOptions,
): Promise<AddressStatus[]> {
  const now = context.now();
  const read = asked.map(({ address, stored }) => ({
    address,
    stored,
    verdicts: verdictsAt(stored.record, context.policy, now),
  }));
  const pending = await pendingVerdicts(
    context,
    read.map(({ address, stored, verdicts }) => ({
      verdicts,
      stored: stored.verdicts,
      domain: verdicts.length === 0 ? null : domainSubject(context, domainOf(address)).name,
    })),
    { fresh: consistent },
  );
  return read.map(({ address, stored, verdicts }) =>
    buildStatus(stored.record, context.policy, {
      address,
      ...(list !== undefined && { list }),
      revision: stored.revision,
      verdicts,
      pending,
    }),
  );
}
