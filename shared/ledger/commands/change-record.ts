/** Changes one record: reads it, computes the next one, and writes it on the condition that no other writer was first. */
import { backoff } from '../../retry.ts';
import type { StoredRecord } from '../../store/record-store.ts';
import { toStoredVerdicts } from '../guard/recorded-verdicts.ts';
import { changeBetween, sameVerdicts, type VerdictChange } from '../policy/change.ts';
import { expiryOf } from '../policy/expiry.ts';
import type { StoredVerdict } from '../policy/list-verdict.ts';
import { allVerdicts } from '../policy/verdicts.ts';
import { type AddressRecord, sameRecord } from '../record/address-record.ts';
import type { StoredEvent } from '../record/stored-event.ts';
import type { LedgerContext, RecordRef } from './context.ts';

/** Other writers changed the record at every attempt. Record the events again later: nothing is lost. */
export class WriteConflictError extends Error {
  override readonly name = 'WriteConflictError';
}

/** What a change did to a record. */
export interface Outcome {
  readonly written: boolean;
  readonly change: VerdictChange | undefined;
  readonly record: AddressRecord;
  readonly revision: number;
  readonly before: readonly StoredVerdict[];
  readonly after: readonly StoredVerdict[];
}

/** The next state of a record; null leaves it as it is. May throw to refuse the change. */
export type Step = (stored: StoredRecord) => {
  readonly record: AddressRecord;
  readonly erased?: boolean;
  /** New events that the record does not hold: see `mergeReports`. */
  readonly passedOver?: readonly StoredEvent[];
} | null;

export interface ChangeOptions {
  /** The record as it has been read already. @default a consistent read */
  readonly first?: StoredRecord;
  /** The sources whose own reports are recorded. @default none: no guard holds back what the change suppresses */
  readonly reporters?: readonly string[];
}

/**
 * Changes a record.
 *
 * @throws WriteConflictError
 */
export async function changeRecord(
  context: LedgerContext,
  ref: RecordRef,
  step: Step,
  { first, reporters = [] }: ChangeOptions = {},
): Promise<Outcome> {
  let stored = first ?? (await context.store.get(ref.key, { consistent: true }));
  for (let round = 1; ; round++) {
    const next = nextRecord(context, ref, step, stored, reporters);
    if (next === null) return unchanged(stored);
    const { record, revision, verdicts } = next.stored;
    const { passedOver } = next;
    const { receiver = null } = ref;
    const change = changeBetween(stored.verdicts, verdicts, context.policy, context.now());
    const expiresAt = expiryOf(record, verdicts);
    const options = { ifRevision: stored.revision, change, expiresAt, passedOver, receiver };
    if (await context.store.putIf(ref.key, next.stored, options)) {
      return { written: true, change, record, revision, before: stored.verdicts, after: verdicts };
    }
    stored = await readAgain(context, ref.key, round);
  }
}

/**
 * Deletes a record, as long as it may be deleted as it is by then.
 *
 * @param mayRemove may throw to refuse the deletion
 * @throws WriteConflictError
 */
export async function removeRecord(
  context: LedgerContext,
  key: string,
  first: StoredRecord,
  mayRemove: (stored: StoredRecord) => boolean,
): Promise<'removed' | 'absent' | 'kept'> {
  let stored = first;
  for (let round = 1; ; round++) {
    if (stored.revision === 0) return 'absent';
    if (!mayRemove(stored)) return 'kept';
    if (await context.store.deleteIf(key, stored.revision)) return 'removed';
    stored = await readAgain(context, key, round);
  }
}

interface NextRecord {
  readonly stored: StoredRecord;
  readonly passedOver: readonly StoredEvent[];
}

/** What a step makes of a record; null when there is nothing to write. */
function nextRecord(
  { policy, hashed, now }: LedgerContext,
  ref: RecordRef,
  step: Step,
  stored: StoredRecord,
  reporters: readonly string[],
): NextRecord | null {
  const next = step(stored);
  if (next === null || (stored.revision === 0 && next.record.events.length === 0)) return null;
  const erased = next.erased ?? stored.erased;
  const address = hashed || erased ? null : (ref.address ?? stored.address);
  const record = address === null ? withoutTexts(next.record) : next.record;
  const recording = { known: stored.verdicts, now: now(), reporters };
  const verdicts = toStoredVerdicts(allVerdicts(record, policy), recording);
  if (
    erased === stored.erased &&
    sameRecord(record, stored.record) &&
    sameVerdicts(verdicts, stored.verdicts)
  ) {
    return null;
  }
  // It begins with the time and only grows: no revision ever comes back, not even after an erasure.
  const revision = stored.revision === 0 ? now() : stored.revision + 1;
  return {
    stored: { record, revision, verdicts, erased, address, domainKey: ref.domainKey ?? stored.domainKey },
    passedOver: next.passedOver ?? [],
  };
}

/** Where the address is not stored, neither is what a receiver wrote: it may hold the recipient's name in any form. */
function withoutTexts(record: AddressRecord): AddressRecord {
  const { diagnostic, originalAddress } = record;
  return diagnostic === null && originalAddress === ''
    ? record
    : { ...record, diagnostic: null, originalAddress: '' };
}

/** The record as another writer has left it, after a wait. @throws WriteConflictError after the last attempt */
async function readAgain(
  { store, retryPolicy }: LedgerContext,
  key: string,
  round: number,
): Promise<StoredRecord> {
  if (round >= retryPolicy.attempts) {
    throw new WriteConflictError(
      'Other writers changed this record at every attempt. Record the events again later.',
    );
  }
  await backoff(retryPolicy, round);
  return store.get(key, { consistent: true });
}

function unchanged({ record, revision, verdicts }: StoredRecord): Outcome {
  return { written: false, change: undefined, record, revision, before: verdicts, after: verdicts };
}
