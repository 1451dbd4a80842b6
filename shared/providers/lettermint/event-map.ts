import { eventMap } from '../parsing/event-map.ts';

/** `event` of a Lettermint webhook. */
export const lettermintEvents = eventMap({
  'message.hard_bounced': ['bounce', true, 2999],
  'message.soft_bounced': ['bounce', false, 3999],
  'message.failed': ['bounce'],
  'message.suppressed': ['dropped', null, 2999],
  'message.policy_rejected': ['dropped', null, 1999],
  'suppression.added': ['dropped', null, 2999],
  'message.auto_replied': ['auto-reply', null, 5001],
  'message.spam_complaint': ['complaint'],
  'message.unsubscribed': ['unsubscribe'],
  'message.delivered': ['delivered'],
  'message.created': ['other'],
  'message.sent': ['other'],
  'message.scheduled': ['other'],
  'message.rescheduled': ['other'],
  'message.released': ['other'],
  'message.canceled': ['other'],
  'suppression.removed': ['other'],
  'message.opened': ['other'],
  'message.clicked': ['other'],
  'message.inbound': ['other'],
  'webhook.test': ['other'],
});
