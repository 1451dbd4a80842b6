import { eventMap } from '../parsing/event-map.ts';

/** `eventName` of a Loops webhook. */
export const loopsEvents = eventMap({
  'email.hardBounced': ['bounce', true, 2999],
  'email.softBounced': ['bounce', false, 3999],
  'email.spamReported': ['complaint', null, null],
  'email.unsubscribed': ['unsubscribe', null, null],
  'contact.unsubscribed': ['unsubscribe', null, null],
  'contact.mailingList.unsubscribed': ['unsubscribe', null, null],
  'email.resubscribed': ['resubscribe', null, null],
  'contact.mailingList.subscribed': ['resubscribe', null, null],
  'email.delivered': ['delivered', null, null],
  'email.opened': ['other', null, null],
  'email.clicked': ['other', null, null],
  'campaign.email.sent': ['other', null, null],
  'loop.email.sent': ['other', null, null],
  'transactional.email.sent': ['other', null, null],
  'contact.created': ['other', null, null],
  'contact.deleted': ['other', null, null],
  'testing.testEvent': ['other', null, null],
});
