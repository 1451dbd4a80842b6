import { eventMap } from '../parsing/event-map.ts';

/** `eventName` of a Loops webhook. */
export const loopsEvents = eventMap({
  'email.hardBounced': ['bounce', true, 2999],
  'email.softBounced': ['bounce', false, 3999],
  'email.spamReported': ['complaint'],
  'email.unsubscribed': ['unsubscribe'],
  'contact.unsubscribed': ['unsubscribe'],
  'contact.mailingList.unsubscribed': ['unsubscribe'],
  'email.resubscribed': ['resubscribe'],
  'contact.mailingList.subscribed': ['resubscribe'],
  'email.delivered': ['delivered'],
  'email.opened': ['other'],
  'email.clicked': ['other'],
  'campaign.email.sent': ['other'],
  'loop.email.sent': ['other'],
  'transactional.email.sent': ['other'],
  'contact.created': ['other'],
  'contact.deleted': ['other'],
  'testing.testEvent': ['other'],
});
