import { eventMap } from '../parsing/event-map.ts';

/** `event` of a SendPulse webhook, of its SMTP service and of its campaigns. */
export const sendpulseEvents = eventMap({
  undelivered: ['bounce'],
  hard_bounces: ['bounce', true, 2999],
  hard_bounce: ['bounce', true, 2999],
  soft_bounces: ['bounce', false, 3999],
  soft_bounce: ['bounce', false, 3999],
  spam_by_user: ['complaint'],
  spam: ['complaint'],
  unsubscribed: ['unsubscribe'],
  unsubscribe: ['unsubscribe'],
  resubscribed: ['resubscribe'],
  delivered: ['delivered'],
  opened: ['other'],
  open: ['other'],
  clicked: ['other'],
  redirect: ['other'],
  redirected: ['other'],
  new: ['other'],
  task_status_update: ['other'],
  new_emails: ['other'],
  delete: ['other'],
});
