import { eventMap } from '../parsing/event-map.ts';

/** `eventName` of an Iterable system webhook. */
export const iterableEvents = eventMap({
  emailBounce: ['bounce', null, null],
  emailComplaint: ['complaint', null, null],
  emailUnSubscribe: ['unsubscribe', null, null],
  emailSubscribe: ['resubscribe', null, null],
  emailSend: ['other', null, null],
  emailSendSkip: ['other', null, null],
  hostedUnsubscribeClick: ['other', null, null],
  emailOpen: ['other', null, null],
  emailClick: ['other', null, null],
});

/** `dataFields.recipientState` of a bounce. */
export const iterableStates = eventMap({
  HardBounce: ['bounce', true, 2999],
  SoftBounce: ['bounce', false, 3999],
});
