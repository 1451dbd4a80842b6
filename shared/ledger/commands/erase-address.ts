import { domainOf, type LedgerAddress } from '../../address/address.ts';
import type { StoredRecord } from '../../store/record-store.ts';
import { checkProof, isRequestedByRecipient } from '../policy/manual-action.ts';
import { verdictsAt } from '../policy/verdicts.ts';
import { anonymize } from '../record/merge-events.ts';
import { changeRecord, removeRecord } from './change-record.ts';
import type { LedgerContext } from './context.ts';

export interface ErasureOptions {
  /**
   * Whether a suppressed address stays suppressed, under its key alone.
   * @default where the recipient asked for it: after a complaint or an unsubscription
   */
  readonly keepHash?: boolean | undefined;
  /** Evidence that a recipient who complained asked for mail again; needed to keep nothing of a complaint. */
  readonly proof?: string | undefined;
}

/** What was erased. */
export interface Erased {
  /** Whether there was a record. */
  readonly erased: boolean;
  readonly hashKept: boolean;
}

/**
 * Deletes the record of an address, or keeps it under its key alone. Erasing releases nothing that a release would
 * refuse to; verdicts that a guard holds back count, since they may apply later.
 *
 * @throws ManualActionError `needs-proof`
 */
export async function eraseAddress(
  context: LedgerContext,
  address: LedgerAddress,
  { keepHash: asked, proof }: ErasureOptions = {},
): Promise<Erased> {
  const { store, policy, keyOf, now } = context;
  const key = keyOf(address);
  const mayRemove = ({ record }: StoredRecord): boolean => {
    const verdicts = verdictsAt(record, policy, now());
    const keepHash = asked ?? verdicts.some((verdict) => isRequestedByRecipient(verdict, policy));
    if (!keepHash) checkProof(verdicts, proof, policy);
    return !keepHash || verdicts.length === 0;
  };
  const stored = await store.get(key, { consistent: true });
  const removal = await removeRecord(context, key, stored, mayRemove);
  if (removal !== 'kept') return { erased: removal === 'removed', hashKept: false };
  const ref = { key, address: null, domainKey: keyOf(domainOf(address)) };
  await changeRecord(context, ref, ({ record }) => ({ record: anonymize(record), erased: true }));
  return { erased: true, hashKept: true };
}
