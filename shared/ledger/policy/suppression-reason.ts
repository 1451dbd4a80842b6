import { storedNumbers } from '../../stored-numbers.ts';

/**
 * Why an address is suppressed: the causes of the policy, strongest first, beside the number that each has in a
 * stored verdict. Append reasons with new numbers; never renumber.
 */
export const storedReasons = /* @__PURE__ */ storedNumbers({
  complaint: 0,
  manual: 1,
  unsubscribe: 2,
  'address-unknown': 3,
  'address-invalid': 4,
  'permanent-failure': 5,
  inactive: 6,
  'esp-suppression': 7,
  'mailbox-full': 8,
  'domain-trouble': 9,
  'repeated-failure': 10,
});

export type SuppressionReason = ReturnType<typeof storedReasons.nameOf> & string;
/** The reasons, strongest first. */
export const suppressionReasons = storedReasons.names;

const ranks = new Map(suppressionReasons.map((reason, place) => [reason, place]));

/** Orders reasons, strongest first: negative when it is `a`. */
export function compareReasons(a: SuppressionReason, b: SuppressionReason): number {
  return (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0);
}
