/** The ledger's reasons beside those of ESPs' lists. */
import type { AddedAs, EspSuppressionReason, SupportedSuppressions } from '../esp-api/types.ts';
import type { SuppressionReason } from '../ledger/policy/suppression-reason.ts';

/** What a suppression is in the words of ESPs; null: it rests on an ESP's own list, and says no more. */
const espReasons: Readonly<Record<SuppressionReason, EspSuppressionReason | null>> = {
  complaint: 'complaint',
  manual: 'manual',
  unsubscribe: 'unsubscribe',
  'address-unknown': 'hard-bounce',
  'address-invalid': 'invalid-address',
  'permanent-failure': 'hard-bounce',
  inactive: 'hard-bounce',
  'esp-suppression': null,
  'mailbox-full': 'soft-bounce',
  'domain-trouble': 'soft-bounce',
  'repeated-failure': 'soft-bounce',
};

export function espReasonOf(reason: SuppressionReason): EspSuppressionReason | null {
  return espReasons[reason];
}

/** Reasons that ESPs use for one another. */
const families: Readonly<Partial<Record<EspSuppressionReason, string>>> = {
  'hard-bounce': 'dead',
  'invalid-address': 'dead',
  'soft-bounce': 'temporary',
  block: 'temporary',
};

/** Whether both sides suppress for the same reason, as far as the ESP tells. */
export function isSameReason(here: SuppressionReason, there: EspSuppressionReason): boolean {
  const own = espReasons[here];
  if (own === null || own === there || there === 'unknown' || there === 'compliance') return true;
  const family = families[own];
  return family !== undefined && family === families[there];
}

/** What a suppression can be added as. */
export interface PushForm {
  readonly as: AddedAs;
  readonly reason: EspSuppressionReason;
  /** The ESP holds it as what it is. */
  readonly isExact: boolean;
}

/** The form in which an ESP takes a reason; null where it takes none. */
export function pushFormOf(
  { add }: Pick<SupportedSuppressions, 'add'>,
  reason: EspSuppressionReason,
): PushForm | null {
  const as = add[reason];
  const form = as === undefined ? null : { as, reason, isExact: as.becomes === reason };
  if (form?.isExact || reason !== 'invalid-address') return form;
  // An address that cannot exist is a dead one.
  const dead = add['hard-bounce'];
  return dead?.becomes === 'hard-bounce' ? { as: dead, reason: 'hard-bounce', isExact: true } : form;
}

/** What of the ledger is pushed at all. */
export const PUSHED: readonly EspSuppressionReason[] = ['hard-bounce', 'complaint', 'unsubscribe', 'manual'];

/** What an ESP's list does for the sync, in a few words: `read whole; takes hard-bounce, complaint`. */
export function ownListInWords(capability: SupportedSuppressions): string {
  const reads = capability.lists.map(({ read }) => read);
  const read = reads.includes('whole')
    ? 'read whole'
    : reads.includes('one')
      ? 'one address read'
      : 'not read';
  const takes = PUSHED.filter((reason) => pushFormOf(capability, reason)?.isExact);
  return `${read}; takes ${takes.join(', ') || 'nothing as what it is'}`;
}

/** What only the recipient decides: it outweighs a failure. */
export function isRecipientsDecision(reason: EspSuppressionReason): boolean {
  return reason === 'complaint' || reason === 'unsubscribe';
}
