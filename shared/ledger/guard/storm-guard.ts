/**
 * The storm guard: a receiver that is broken, or that rejects the sender with a misleading text, must not empty a
 * list. It holds back verdicts of a domain that turned many addresses permanent within minutes. Pure.
 */
import { type CompiledPolicy, causeFor } from '../policy/compile-policy.ts';
import { EVERY_LIST, type ListVerdict } from '../policy/list-verdict.ts';
import type { GuardThreshold } from '../policy/settings.ts';
import type { StoredEvent } from '../record/stored-event.ts';
import type { GuardIncident } from './incident.ts';
import { maxHold } from './window.ts';

/** The threshold of the storm guard: storms are of domains, so it is the general policy's. Null: no guard. */
export function stormThreshold(policy: CompiledPolicy): GuardThreshold | null {
  return policy.general.settings.storm;
}

/** Whether the storm guard holds back verdicts like this one. */
function isGuarded({ list, suppressionReason }: ListVerdict, policy: CompiledPolicy): boolean {
  return causeFor(policy, list, suppressionReason)?.stormGuard === true;
}

/** Whether a guarded verdict is so recent that a storm may hold it back: then the domain's state must be read. */
export function mayBeHeld(verdicts: readonly ListVerdict[], policy: CompiledPolicy, now: number): boolean {
  const threshold = stormThreshold(policy);
  if (threshold === null) return false;
  const earliest = now - maxHold(threshold);
  return verdicts.some((verdict) => verdict.since >= earliest && isGuarded(verdict, policy));
}

/** Until when a storm holds a verdict back: null when it does not, 0 permanently because the storm was dismissed. */
export function heldUntil(
  storm: Omit<GuardIncident, 'addresses'>,
  verdict: ListVerdict,
  policy: CompiledPolicy,
  now: number,
): number | null {
  const threshold = stormThreshold(policy);
  if (threshold === null || storm.decided === 'confirmed' || !isGuarded(verdict, policy)) return null;
  if (verdict.since < storm.from || verdict.since >= storm.until) return null;
  if (storm.decided === 'dismissed') return 0;
  const until = Math.min(storm.until, verdict.since + maxHold(threshold));
  return now < until ? until : null;
}

/** Since when a guarded verdict is active on every list: what the guard counts; null when none is. */
export function guardedSince(verdicts: readonly ListVerdict[], policy: CompiledPolicy): number | null {
  const found = verdicts.find((verdict) => verdict.list === EVERY_LIST && isGuarded(verdict, policy));
  return found?.since ?? null;
}

/** Whether an event counts for a guarded cause. */
export function isGuardedEvent(event: StoredEvent, policy: CompiledPolicy): boolean {
  return [policy.general, ...policy.perList].some((rules) => rules.causeOf(event)?.stormGuard === true);
}
