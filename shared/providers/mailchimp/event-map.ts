import { eventMap } from '../parsing/event-map.ts';

/** `type` of a Mailchimp audience webhook; of a cleaned or unsubscribed address with its reason. */
export const mailchimpTypes = eventMap({
  cleaned: ['bounce', true, 2999],
  'cleaned hard': ['bounce', true, 2999],
  'cleaned soft': ['bounce', false, 3999],
  'cleaned abuse': ['complaint', null, null],
  unsubscribe: ['unsubscribe', null, null],
  'unsubscribe abuse': ['complaint', null, null],
  subscribe: ['resubscribe', null, null],
  profile: ['other', null, null],
  upemail: ['other', null, null],
  campaign: ['other', null, null],
});
