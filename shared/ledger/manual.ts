/** What a person may do to an address, and what is asked of them first. */
import type { LedgerAddress } from '../address/address.ts';
import type { LedgerEvent } from '../events/event.ts';
import { UNKNOWN } from '../failure-codes/scheme.ts';
import { CLOCK_TOLERANCE, MANUAL_RULE } from './intervals.ts';
import type { Judge } from './judge.ts';
import { EVERY_LIST, type ListVerdict, type ManualAction, Refused } from './ledger.ts';
import type { Cause } from './policy-settings.ts';
import type { AddressRecord } from './record.ts';
import { applies } from './verdict.ts';

/**
 * Checks a release against the verdicts that stand.
 * @throws Refused `not-suppressed`, `stands-on-every-list`, `needs-proof`
 */
export function guardRelease(verdicts: readonly ListVerdict[], action: ManualAction, judge: Judge): void {
  const { list, proof } = action;
  const released = verdicts.filter((verdict) => list === EVERY_LIST || verdict.list === list);
  if (released.length === 0) {
    if (verdicts.some((verdict) => applies(verdict, list, judge))) {
      throw new Refused('stands-on-every-list', 'The verdict stands on every list: release it there.');
    }
    throw new Refused('not-suppressed', 'Nothing stands on that list: there is nothing to release.');
  }
  if (!proof?.trim() && released.some((verdict) => causeOf(verdict, judge)?.needsProof)) {
    throw new Refused('needs-proof', 'A complaint is released only with a proof that they want mail again.');
  }
}

function causeOf(verdict: ListVerdict, judge: Judge): Cause | undefined {
  const policy = judge.own.find(({ list }) => list === verdict.list) ?? judge.general;
  return policy.settings.causes.find(({ reason }) => reason === verdict.reason);
}

/**
 * A manual action as an event. It answers what its author saw, so it is dated after every event that counts by now:
 * an event of its own second is one that came later.
 */
export function manualEvent(
  address: LedgerAddress,
  action: ManualAction,
  record: AddressRecord,
  now: number,
  nonce: string,
): LedgerEvent {
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
    reason: action.reason,
    ...(action.proof?.trim() && { proof: action.proof }),
  };
}
