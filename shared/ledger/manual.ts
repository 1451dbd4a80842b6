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
 * A manual action as an event. A release answers what its author saw, so it is no older than any event that counts
 * by now; and each action comes after the manual one before it.
 */
export function manualEvent(
  address: LedgerAddress,
  action: ManualAction,
  record: AddressRecord,
  now: number,
  nonce: string,
): LedgerEvent {
  let at = now;
  for (const event of record.events) {
    if (event.at > now + CLOCK_TOLERANCE) continue;
    const manual = event.kind === 'suppress' || event.kind === 'release';
    at = Math.max(at, manual ? event.at + 1 : event.at);
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
    edition: 0,
    actor: action.actor,
    reason: action.reason,
    ...(action.proof?.trim() && { proof: action.proof }),
  };
}
