import type { ListVerdict, Reason } from './ledger.ts';

/** What to do about an address, a sentence for each reason. */
const advice: Readonly<Record<Reason, string>> = {
  complaint:
    'They reported your mail as spam: do not write again unless you can verify that they asked for it.',
  manual: 'Someone suppressed it by hand: read who and why in the evidence before you release it.',
  unsubscribe: 'They unsubscribed: write on this list again only when they opt in.',
  'address-unknown':
    'The receiver says that there is no such address: look for a typing error, or remove it.',
  'address-invalid': 'The address, its domain or its form is not valid any more: correct or remove it.',
  'permanent-failure':
    'The receiver refused for good without saying that the address is wrong: read the diagnostic before you decide.',
  inactive: 'The account is disabled or unused: ask for another address, or wait until the hold ends.',
  'esp-suppression':
    'Your ESP refuses to send to it, because its own list has the address: find out why there, and release it in both resources.',
  'mailbox-full': 'The mailbox has been full for weeks: wait until the hold ends.',
  'domain-trouble': 'Its domain has accepted no mail for weeks: wait until the hold ends.',
  'repeated-failure': 'Mail to it has failed too often in a row: wait until the hold ends, then try once.',
};

/** One sentence on what to do. */
export function adviceFor(
  verdict: ListVerdict | null,
  { pending, known }: { readonly pending: boolean; readonly known: boolean },
): string {
  if (verdict !== null) return advice[verdict.reason];
  if (pending) {
    return 'Its whole domain began to refuse mail within minutes: wait until the storm is over before you decide.';
  }
  return known
    ? 'Nothing stands against writing to it.'
    : 'Nothing is known of it; nothing stands against it.';
}
