import { vocabulary } from '../reading/vocabulary.ts';

/** `eventName` of a Loops webhook. */
export const loopsEvents = vocabulary([
  ['email.hardBounced', 'bounce', true, 2999, 'refused for good'],
  ['email.softBounced', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['email.spamReported', 'complaint', null, null, 'the recipient reported it as spam'],
  ['email.unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed through a message'],
  ['contact.unsubscribed', 'unsubscribe', null, null, 'the contact is unsubscribed'],
  ['contact.mailingList.unsubscribed', 'unsubscribe', null, null, 'the contact left one mailing list'],
  ['email.resubscribed', 'resubscribe', null, null, 'the recipient subscribed again'],
  ['contact.mailingList.subscribed', 'resubscribe', null, null, 'the contact joined one mailing list'],
  ['email.delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['email.opened', 'other', null, null, 'opened'],
  ['email.clicked', 'other', null, null, 'a link was followed'],
  ['campaign.email.sent', 'other', null, null, 'a campaign was sent'],
  ['loop.email.sent', 'other', null, null, 'an email of a workflow was sent'],
  ['transactional.email.sent', 'other', null, null, 'a transactional email was sent'],
  ['contact.created', 'other', null, null, 'a contact was made'],
  ['contact.deleted', 'other', null, null, 'a contact was deleted'],
  ['testing.testEvent', 'other', null, null, 'a test of the webhook'],
]);
