import { domainOf, type LedgerAddress } from '../../address/address.ts';
import { verdictsAt } from '../policy/verdicts.ts';
import { anonymize } from '../record/merge-events.ts';
import { changeRecord, removeRecord } from './change-record.ts';
import type { LedgerContext } from './context.ts';

/** Deletes the record of an address. With `keepHash` a suppressed one stays suppressed under its key alone. */
export async function eraseAddress(
  context: LedgerContext,
  address: LedgerAddress,
  { keepHash }: { readonly keepHash: boolean },
): Promise<{ readonly erased: boolean }> {
  const { store, policy, keyOf, now } = context;
  const key = keyOf(address);
  const stored = await store.get(key, { consistent: true });
  if (stored.revision === 0) return { erased: false };
  if (!keepHash || verdictsAt(stored.record, policy, now()).length === 0) {
    return { erased: await removeRecord(context, key) };
  }
  const ref = { key, address: null, domainKey: keyOf(domainOf(address)) };
  await changeRecord(context, ref, ({ record }) => ({ record: anonymize(record), erased: true }), {
    first: stored,
  });
  return { erased: true };
}
