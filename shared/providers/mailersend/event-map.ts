import { eventMap } from '../parsing/event-map.ts';

/** Webhook events of MailerSend, without the prefix `activity.`. */
export const mailersendEvents = eventMap({
  hard_bounced: ['bounce', true, 2999],
  soft_bounced: ['bounce', false, 3999],
  deferred: ['deferral', false, 3003],
  suppressed: ['dropped', null, 2999],
  spam_complaint: ['complaint'],
  spam_complaints: ['complaint'],
  unsubscribed: ['unsubscribe'],
  delivered: ['delivered'],
  sent: ['other'],
  opened: ['other'],
  opened_unique: ['other'],
  clicked: ['other'],
  clicked_unique: ['other'],
});
