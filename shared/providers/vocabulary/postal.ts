import { vocabulary } from '../reading/vocabulary.ts';

/** `event` of a Postal webhook. */
export const postalEvents = vocabulary([
  ['MessageDeliveryFailed', 'bounce', true, 2999, 'refused for good, or tried in vain until the end'],
  ['MessageBounced', 'bounce', null, null, 'a bounce came back after the message was accepted'],
  ['MessageDelayed', 'deferral', false, 3003, 'put off; Postal tries again'],
  ['MessageHeld', 'dropped', null, null, 'held: on the suppression list, or by a rule'],
  ['MessageSent', 'delivered', null, null, "accepted by the recipient's server"],
  ['MessageLinkClicked', 'other', null, null, 'a link was followed'],
  ['MessageLoaded', 'other', null, null, 'opened'],
  ['DomainDNSError', 'other', null, null, "a domain's DNS records are wrong"],
  ['SendLimitApproaching', 'other', null, null, 'the server is near its sending limit'],
  ['SendLimitExceeded', 'other', null, null, 'the server is over its sending limit'],
]);

/** `status` of a message's event, for the event that it stands for. */
export const postalStatuses: ReadonlyMap<string, string> = new Map([
  ['Sent', 'MessageSent'],
  ['SoftFail', 'MessageDelayed'],
  ['HardFail', 'MessageDeliveryFailed'],
  ['Held', 'MessageHeld'],
  ['Bounced', 'MessageBounced'],
]);
