/** Whether and how a suppression of the ledger is added at an ESP. */
import { espReasonOf, pushFormOf } from './reasons.ts';
import type { AddChange, OwnSuppression, SyncRules } from './types.ts';

/** The end of an entry without one here, at an ESP whose entries all end: it is added again after it. */
const RENEWAL = 365 * 86_400_000;

/** The addition of a suppression, or why there is none. */
export function pushOf(address: string, own: OwnSuppression, rules: SyncRules): AddChange | string {
  const { capability, allowInexact = false, now } = rules;
  const reason = espReasonOf(own.reason) ?? (allowInexact ? 'manual' : null);
  if (reason === null) return "It rests on an ESP's own list, and is no reason of its own.";
  const form = pushFormOf(capability, reason);
  if (form === null) return `The ESP has no list that takes the reason ${reason}.`;
  const { becomes, list, expiry = 'none' } = form.as;
  if (!form.isExact && !allowInexact) return `The ESP can hold it as ${becomes} only.`;
  if (own.until !== null && expiry === 'none') {
    return 'The hold has an end, and the entries of the ESP have none.';
  }
  const expiresAt = own.until ?? (expiry === 'required' ? now + RENEWAL : null);
  return {
    action: 'add',
    address,
    as: becomes,
    why: 'Suppressed here, and not there.',
    own,
    list,
    reason: form.reason,
    expiresAt,
  };
}
