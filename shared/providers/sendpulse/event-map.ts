import { eventMap } from '../parsing/event-map.ts';

/** `event` of a SendPulse webhook, of its SMTP service and of its campaigns. */
export const sendpulseEvents = eventMap({
  undelivered: ['bounce', null, null],
  hard_bounces: ['bounce', true, 2999],
  hard_bounce: ['bounce', true, 2999],
  soft_bounces: ['bounce', false, 3999],
  soft_bounce: ['bounce', false, 3999],
  spam_by_user: ['complaint', null, null],
  spam: ['complaint', null, null],
  unsubscribed: ['unsubscribe', null, null],
  unsubscribe: ['unsubscribe', null, null],
  resubscribed: ['resubscribe', null, null],
  delivered: ['delivered', null, null],
  opened: ['other', null, null],
  open: ['other', null, null],
  clicked: ['other', null, null],
  redirect: ['other', null, null],
  redirected: ['other', null, null],
  new: ['other', null, null],
  task_status_update: ['other', null, null],
  new_emails: ['other', null, null],
  delete: ['other', null, null],
});
