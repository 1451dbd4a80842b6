import { vocabulary } from '../reading/vocabulary.ts';

/** `event`, in lower case with underscores; transactional and marketing webhooks spell some differently. */
export const brevoEvents = vocabulary([
  ['hard_bounce', 'bounce', true, 2999, 'refused for good'],
  ['soft_bounce', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['blocked', 'dropped', null, 2999, 'Brevo did not send: the contact is blocked'],
  ['invalid_email', 'bounce', true, 2003, 'not an address'],
  ['invalid', 'bounce', true, 2003, 'not an address'],
  ['deferred', 'deferral', false, 3003, 'put off; Brevo tries again'],
  ['spam', 'complaint', null, null, 'the recipient reported it as spam'],
  ['complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['error', 'dropped', null, 4999, 'a fault at Brevo; the message was not sent'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['request', 'other', null, null, 'accepted by Brevo'],
  ['sent', 'other', null, null, 'accepted by Brevo'],
  ['opened', 'other', null, null, 'opened'],
  ['unique_opened', 'other', null, null, 'opened for the first time'],
  ['proxy_open', 'other', null, null, "opened by the receiver's proxy"],
  ['unique_proxy_open', 'other', null, null, "opened by the receiver's proxy for the first time"],
  ['click', 'other', null, null, 'a link was followed'],
  ['list_addition', 'other', null, null, 'a contact was added to a list'],
]);
