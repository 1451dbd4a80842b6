import { eventMap } from '../parsing/event-map.ts';

/** `eventName` of an Iterable system webhook. */
export const iterableEvents = eventMap({
  emailBounce: ['bounce'],
  emailComplaint: ['complaint'],
  emailUnSubscribe: ['unsubscribe'],
  emailSubscribe: ['resubscribe'],
  emailSend: ['other'],
  emailSendSkip: ['other'],
  hostedUnsubscribeClick: ['other'],
  emailOpen: ['other'],
  emailClick: ['other'],
});

/** `dataFields.recipientState` of a bounce. */
export const iterableStates = eventMap({
  HardBounce: ['bounce', true, 2999],
  SoftBounce: ['bounce', false, 3999],
});
