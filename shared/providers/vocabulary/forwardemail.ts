import { vocabulary } from '../reading/vocabulary.ts';

/** `bounce.action` of a Forward Email bounce: whether it is tried again. */
export const forwardemailActions = vocabulary([
  ['reject', 'bounce', true, null, 'refused for good'],
  ['defer', 'deferral', false, 3003, 'put off; Forward Email tries again'],
  ['slowdown', 'deferral', false, 1006, 'put off: too much mail in a period of time'],
]);

/** `bounce.category` of a Forward Email bounce: why. */
export const forwardemailCategories = vocabulary([
  ['recipient', 'bounce', null, 2001, 'no such mailbox'],
  ['capacity', 'bounce', null, 3001, 'mailbox full'],
  ['spam', 'bounce', null, 1004, 'refused as spam'],
  ['virus', 'bounce', null, 1007, 'refused for a virus'],
  ['message', 'bounce', null, 1004, 'refused for its content'],
  ['block', 'bounce', null, 1002, 'the sender is on a blocklist, or blocked by the receiver'],
  ['blocklist', 'bounce', null, 1002, 'the sending address is on a blocklist'],
  ['policy', 'bounce', null, 1999, 'against a policy of the receiver'],
  ['dmarc', 'bounce', null, 1999, "against the sender's DMARC policy"],
  ['envelope', 'bounce', null, 3004, 'refused for its sender'],
  ['greylist', 'bounce', null, 3003, 'the server wanted it later'],
  ['defer', 'bounce', null, 3003, 'the server wanted it later'],
  ['network', 'bounce', null, 4003, 'no connection to the server'],
  ['dns', 'bounce', null, 2002, 'the domain has no mail server'],
  ['protocol', 'bounce', null, 4002, 'the server broke the protocol'],
  ['other', 'bounce', null, null, 'Forward Email does not say'],
]);
