import { eventMap } from '../parsing/event-map.ts';

/** Webhook events of MailerSend, without the prefix `activity.`. */
export const mailersendEvents = eventMap({
  hard_bounced: ['bounce', true, 2999],
  soft_bounced: ['bounce', false, 3999],
  deferred: ['deferral', false, 3003],
  suppressed: ['dropped', null, 2999],
  spam_complaint: ['complaint', null, null],
  spam_complaints: ['complaint', null, null],
  unsubscribed: ['unsubscribe', null, null],
  delivered: ['delivered', null, null],
  sent: ['other', null, null],
  opened: ['other', null, null],
  opened_unique: ['other', null, null],
  clicked: ['other', null, null],
  clicked_unique: ['other', null, null],
});
