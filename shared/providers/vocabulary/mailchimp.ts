import { vocabulary } from '../reading/vocabulary.ts';

/** `type` of a Mailchimp audience webhook; of a cleaned or unsubscribed address with its reason. */
export const mailchimpTypes = vocabulary([
  ['cleaned', 'bounce', true, 2999, 'taken off the audience for its bounces'],
  ['cleaned hard', 'bounce', true, 2999, 'taken off the audience for its hard bounces'],
  ['cleaned soft', 'bounce', false, 3999, 'taken off the audience for its soft bounces'],
  ['cleaned abuse', 'complaint', null, null, 'taken off the audience for a spam report'],
  ['unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed, or was unsubscribed'],
  ['unsubscribe abuse', 'complaint', null, null, 'the recipient reported a campaign as spam'],
  ['subscribe', 'resubscribe', null, null, 'the recipient subscribed'],
  ['profile', 'other', null, null, 'a profile was changed'],
  ['upemail', 'other', null, null, 'an address was changed'],
  ['campaign', 'other', null, null, 'a campaign was sent'],
]);
