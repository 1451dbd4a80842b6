import { eventMap } from '../parsing/event-map.ts';

/** `event` of a Postal webhook. */
export const postalEvents = eventMap({
  MessageDeliveryFailed: ['bounce', true, 2999],
  MessageBounced: ['bounce', null, null],
  MessageDelayed: ['deferral', false, 3003],
  MessageHeld: ['dropped', null, null],
  MessageSent: ['delivered', null, null],
  MessageLinkClicked: ['other', null, null],
  MessageLoaded: ['other', null, null],
  DomainDNSError: ['other', null, null],
  SendLimitApproaching: ['other', null, null],
  SendLimitExceeded: ['other', null, null],
});

/** `status` of a message's event, for the event that it stands for. */
export const postalStatuses: ReadonlyMap<string, string> = new Map([
  ['Sent', 'MessageSent'],
  ['SoftFail', 'MessageDelayed'],
  ['HardFail', 'MessageDeliveryFailed'],
  ['Held', 'MessageHeld'],
  ['Bounced', 'MessageBounced'],
]);
