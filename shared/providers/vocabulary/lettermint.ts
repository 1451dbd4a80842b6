import { vocabulary } from '../reading/vocabulary.ts';

/** `event` of a Lettermint webhook. */
export const lettermintEvents = vocabulary([
  ['message.hard_bounced', 'bounce', true, 2999, 'refused for good'],
  ['message.soft_bounced', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['message.failed', 'bounce', null, null, 'could not be sent'],
  ['message.suppressed', 'dropped', null, 2999, "not sent: on Lettermint's suppression list"],
  ['message.policy_rejected', 'dropped', null, 1999, 'not sent: against a policy of Lettermint'],
  ['suppression.added', 'dropped', null, 2999, "put on Lettermint's suppression list"],
  ['message.auto_replied', 'auto-reply', null, 5001, 'an automatic reply came back'],
  ['message.spam_complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['message.unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['message.delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['message.created', 'other', null, null, 'accepted by Lettermint'],
  ['message.sent', 'other', null, null, 'sent'],
  ['message.scheduled', 'other', null, null, 'to be sent later'],
  ['message.rescheduled', 'other', null, null, 'to be sent at another time'],
  ['message.released', 'other', null, null, 'its time has come'],
  ['message.canceled', 'other', null, null, 'taken back before it was sent'],
  ['suppression.removed', 'other', null, null, "taken off Lettermint's suppression list"],
  ['message.opened', 'other', null, null, 'opened'],
  ['message.clicked', 'other', null, null, 'a link was followed'],
  ['message.inbound', 'other', null, null, 'incoming mail'],
  ['webhook.test', 'other', null, null, 'a test of the webhook'],
]);
