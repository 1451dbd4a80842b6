/** Manual actions: what an operator may do to an address, and what is required first. */
import type { LedgerAddress } from '../../address/address.ts';
import type { ClassifiedEvent, ManualKind } from '../../events/event.ts';
import { UNKNOWN } from '../../failure-codes/scheme.ts';
import type { AddressRecord } from '../record/address-record.ts';
import { type CompiledPolicy, causeFor } from './compile-policy.ts';
import { CLOCK_TOLERANCE, EVERY_LIST, type ListVerdict, MANUAL_RULE } from './list-verdict.ts';
import { appliesTo } from './verdicts.ts';

export interface ManualAction {
  readonly action: ManualKind;
  readonly list: string;
  readonly actor: string;
  readonly note: string;
  /** Evidence that a recipient who complained asked for mail again; needed to release a complaint. */
  readonly proof?: string;
  /** The revision the caller saw (`If-Match`). */
  readonly ifRevision?: number;
}

/** A manual action that the policy, or a newer revision, does not allow. */
export class ManualActionError extends Error {
  override readonly name = 'ManualActionError';
  readonly reason:
    | 'revision'
    | 'needs-proof'
    | 'not-suppressed'
    | 'suppressed-on-every-list'
    | 'no-storm'
    | 'no-incident';
  constructor(reason: ManualActionError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Checks a release against the active verdicts.
 *
 * @throws ManualActionError `not-suppressed`, `suppressed-on-every-list`, `needs-proof`
 */
export function checkRelease(
  verdicts: readonly ListVerdict[],
  { list, proof }: ManualAction,
  policy: CompiledPolicy,
): void {
  const released = verdicts.filter((verdict) => list === EVERY_LIST || verdict.list === list);
  if (released.length === 0) {
    if (verdicts.some((verdict) => appliesTo(verdict, list, policy))) {
      throw new ManualActionError(
        'suppressed-on-every-list',
        'The address is suppressed on every list: release it there.',
      );
    }
    throw new ManualActionError('not-suppressed', 'The address is not suppressed on that list.');
  }
  checkProof(released, proof, policy);
}

/** Checks that what ends these verdicts comes with the proof that their causes ask for. @throws ManualActionError `needs-proof` */
export function checkProof(
  verdicts: readonly ListVerdict[],
  proof: string | undefined,
  policy: CompiledPolicy,
): void {
  if (proof?.trim() || !verdicts.some((verdict) => needsProof(verdict, policy))) return;
  throw new ManualActionError(
    'needs-proof',
    'A complaint is released only with a stated proof that the recipient wants mail again.',
  );
}

function needsProof({ list, suppressionReason }: ListVerdict, policy: CompiledPolicy): boolean {
  return causeFor(policy, list, suppressionReason)?.needsProof === true;
}

/** Whether the recipient asked for a verdict: an erasure of the record must not start mail to them again. */
export function isRequestedByRecipient(verdict: ListVerdict, policy: CompiledPolicy): boolean {
  const { suppressionReason: reason } = verdict;
  return reason === 'complaint' || reason === 'unsubscribe' || needsProof(verdict, policy);
}

/**
 * A manual action as an event. It is dated after every event that its actor could see, so that an event of its own
 * second counts as a later one.
 *
 * @param nonce Makes the id of the event unique.
 */
export function manualEvent(
  address: LedgerAddress,
  action: ManualAction,
  record: AddressRecord,
  { now, nonce }: { readonly now: number; readonly nonce: string },
): ClassifiedEvent {
  const latest = now + CLOCK_TOLERANCE;
  let at = now;
  for (const event of record.events) {
    if (event.at <= latest) at = Math.max(at, Math.min(event.at + 1, latest));
  }
  return {
    address,
    kind: action.action,
    permanent: null,
    code: UNKNOWN,
    basis: 'operator',
    rule: MANUAL_RULE,
    at,
    id: `manual:${action.action}:${at}:${nonce}`,
    source: 'manual',
    list: action.list,
    diagnostic: '',
    replayGeneration: 0,
    actor: action.actor,
    note: action.note,
    ...(action.proof?.trim() && { proof: action.proof }),
  };
}
