import { randomUUID } from 'node:crypto';
import type { LedgerAddress } from '../../address/address.ts';
import { redactAddresses } from '../../address/redact-addresses.ts';
import type { ClassifiedEvent } from '../../events/event.ts';
import { absentRecord, type StoredRecord } from '../../store/record-store.ts';
import { checkRelease, type ManualAction, ManualActionError, manualEvent } from '../policy/manual-action.ts';
import type { AddressStatus } from '../policy/status.ts';
import { verdictsAt } from '../policy/verdicts.ts';
import { holdsEvent, mergeEvents } from '../record/merge-events.ts';
import { changeRecord } from './change-record.ts';
import { type LedgerContext, refOf } from './context.ts';
import { statusOf } from './get-status.ts';

/**
 * Suppresses or releases an address; answers its status before and after.
 *
 * @throws ManualActionError
 */
export async function applyManualAction(
  context: LedgerContext,
  address: LedgerAddress,
  action: ManualAction,
): Promise<{ readonly before: AddressStatus; readonly after: AddressStatus }> {
  const nonce = randomUUID();
  let event: ClassifiedEvent | null = null;
  let seen: StoredRecord = absentRecord;
  const after = await changeRecord(context, refOf(context, address), (stored) => {
    const now = context.now();
    // A write whose answer was lost has been made: then the record holds the event, and nothing is left to do.
    if (event !== null && holdsEvent(stored.record, event, context.hashId)) return null;
    if (action.ifRevision !== undefined && action.ifRevision !== stored.revision) {
      throw new ManualActionError(
        'revision',
        'The record has changed since. Read it again before you decide.',
      );
    }
    if (action.action === 'release') {
      checkRelease(verdictsAt(stored.record, context.policy, now), action, context.policy);
    }
    seen = stored;
    const stated = context.hashed ? { ...action, note: redactAddresses(action.note) } : action;
    event = manualEvent(address, stated, stored.record, { now, nonce });
    return { record: mergeEvents(stored.record, [event], context.hashId) };
  });
  return {
    before: await statusOf(context, address, seen),
    after: await statusOf(context, address, { ...after, verdicts: after.after }),
  };
}
