import { vocabulary } from '../reading/vocabulary.ts';

/** `event` of a SendPulse webhook, of its SMTP service and of its campaigns. */
export const sendpulseEvents = vocabulary([
  ['undelivered', 'bounce', null, null, "not delivered; the server's answer says why"],
  ['hard_bounces', 'bounce', true, 2999, 'refused for good'],
  ['hard_bounce', 'bounce', true, 2999, 'refused for good'],
  ['soft_bounces', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['soft_bounce', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['spam_by_user', 'complaint', null, null, 'the recipient reported it as spam'],
  ['spam', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['resubscribed', 'resubscribe', null, null, 'the recipient took the unsubscription back'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['opened', 'other', null, null, 'opened'],
  ['open', 'other', null, null, 'opened'],
  ['clicked', 'other', null, null, 'a link was followed'],
  ['redirect', 'other', null, null, 'a link was followed'],
  ['redirected', 'other', null, null, 'a link was followed'],
  ['new', 'other', null, null, 'accepted by SendPulse'],
  ['task_status_update', 'other', null, null, 'the state of a campaign changed'],
  ['new_emails', 'other', null, null, 'an address joined a mailing list'],
  ['delete', 'other', null, null, 'an address was deleted from a mailing list'],
]);
