import { eventMap } from '../parsing/event-map.ts';

/** `type` of a Mailchimp audience webhook; of a cleaned or unsubscribed address with its reason. */
export const mailchimpTypes = eventMap({
  cleaned: ['bounce', true, 2999],
  'cleaned hard': ['bounce', true, 2999],
  'cleaned soft': ['bounce', false, 3999],
  'cleaned abuse': ['complaint'],
  unsubscribe: ['unsubscribe'],
  'unsubscribe abuse': ['complaint'],
  subscribe: ['resubscribe'],
  profile: ['other'],
  upemail: ['other'],
  campaign: ['other'],
});
