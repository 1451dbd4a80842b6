import { eventMap } from '../parsing/event-map.ts';

/** `event` of a Postal webhook. */
export const postalEvents = eventMap({
  MessageDeliveryFailed: ['bounce', true, 2999],
  MessageBounced: ['bounce'],
  MessageDelayed: ['deferral', false, 3003],
  MessageHeld: ['dropped'],
  MessageSent: ['delivered'],
  MessageLinkClicked: ['other'],
  MessageLoaded: ['other'],
  DomainDNSError: ['other'],
  SendLimitApproaching: ['other'],
  SendLimitExceeded: ['other'],
});

/** `status` of a message's event, for the event that it stands for. */
export const postalStatuses: ReadonlyMap<string, string> = new Map([
  ['Sent', 'MessageSent'],
  ['SoftFail', 'MessageDelayed'],
  ['HardFail', 'MessageDeliveryFailed'],
  ['Held', 'MessageHeld'],
  ['Bounced', 'MessageBounced'],
]);
