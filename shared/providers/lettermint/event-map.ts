import { eventMap } from '../parsing/event-map.ts';

/** `event` of a Lettermint webhook. */
export const lettermintEvents = eventMap({
  'message.hard_bounced': ['bounce', true, 2999],
  'message.soft_bounced': ['bounce', false, 3999],
  'message.failed': ['bounce', null, null],
  'message.suppressed': ['dropped', null, 2999],
  'message.policy_rejected': ['dropped', null, 1999],
  'suppression.added': ['dropped', null, 2999],
  'message.auto_replied': ['auto-reply', null, 5001],
  'message.spam_complaint': ['complaint', null, null],
  'message.unsubscribed': ['unsubscribe', null, null],
  'message.delivered': ['delivered', null, null],
  'message.created': ['other', null, null],
  'message.sent': ['other', null, null],
  'message.scheduled': ['other', null, null],
  'message.rescheduled': ['other', null, null],
  'message.released': ['other', null, null],
  'message.canceled': ['other', null, null],
  'suppression.removed': ['other', null, null],
  'message.opened': ['other', null, null],
  'message.clicked': ['other', null, null],
  'message.inbound': ['other', null, null],
  'webhook.test': ['other', null, null],
});
