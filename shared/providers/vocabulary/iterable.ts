import { vocabulary } from '../reading/vocabulary.ts';

/** `eventName` of an Iterable system webhook. */
export const iterableEvents = vocabulary([
  ['emailBounce', 'bounce', null, null, 'not delivered; `recipientState` says for how long'],
  ['emailComplaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['emailUnSubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['emailSubscribe', 'resubscribe', null, null, 'the recipient subscribed'],
  ['emailSend', 'other', null, null, 'sent'],
  ['emailSendSkip', 'other', null, null, 'not sent, by a rule of the campaign'],
  ['hostedUnsubscribeClick', 'other', null, null, 'the link to unsubscribe was followed, no more'],
  ['emailOpen', 'other', null, null, 'opened'],
  ['emailClick', 'other', null, null, 'a link was followed'],
]);

/** `dataFields.recipientState` of a bounce. */
export const iterableStates = vocabulary([
  ['HardBounce', 'bounce', true, 2999, 'refused for good'],
  ['SoftBounce', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
]);
