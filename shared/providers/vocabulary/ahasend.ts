import { vocabulary } from '../reading/vocabulary.ts';

/** `type` of an AhaSend event. */
export const ahasendEvents = vocabulary([
  ['message.bounced', 'bounce', true, 2999, 'refused for good'],
  ['message.failed', 'bounce', null, 4004, 'tried in vain until the end'],
  ['message.transient_error', 'deferral', false, 3999, 'put off; AhaSend tries again'],
  ['message.suppressed', 'dropped', null, 2999, "not sent: on AhaSend's suppression list"],
  ['suppression.created', 'dropped', null, 2999, "put on AhaSend's suppression list"],
  ['message.delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['message.reception', 'other', null, null, 'accepted by AhaSend'],
  ['message.opened', 'other', null, null, 'opened'],
  ['message.clicked', 'other', null, null, 'a link was followed'],
  ['message.routing', 'other', null, null, 'incoming mail for a route'],
  ['domain.dns_error', 'other', null, null, "a domain's DNS records are wrong"],
]);
