import type { ListVerdict } from './list-verdict.ts';
import type { SuppressionReason } from './suppression-reason.ts';

const advice: Readonly<Record<SuppressionReason, string>> = {
  complaint: 'The recipient reported your mail as spam: send again only with proof that they asked for it.',
  manual: 'It was suppressed manually: read actor and reason in the evidence before you release it.',
  unsubscribe: 'The recipient unsubscribed: send on this list again only after an opt-in.',
  'address-unknown':
    'The receiver says that there is no such address: check it for a typing error, or remove it.',
  'address-invalid': 'The address, its domain or its form is no longer valid: correct or remove it.',
  'permanent-failure':
    'The receiver refused permanently without saying that the address is wrong: read the diagnostic before you decide.',
  inactive: 'The account is disabled or unused: ask for another address, or wait until the hold ends.',
  'esp-suppression':
    'Your ESP refuses to send to it, because its own list has the address: find out why, and release it there and here.',
  'mailbox-full': 'The mailbox has been full for weeks: wait until the hold ends.',
  'domain-trouble': 'Its domain has accepted no mail for weeks: wait until the hold ends.',
  'repeated-failure': 'Mail to it has failed too often in a row: wait until the hold ends, then try once.',
};

/** One sentence on what to do. */
export function adviceFor(
  verdict: ListVerdict | null,
  { isPending, isKnown }: { readonly isPending: boolean; readonly isKnown: boolean },
): string {
  if (verdict !== null) return advice[verdict.suppressionReason];
  if (isPending) {
    return 'Too many addresses of its domain turned permanent at once: wait until the incident is over or decided.';
  }
  return isKnown
    ? 'Nothing prevents sending to it.'
    : 'The ledger does not know it; nothing prevents sending to it.';
}
