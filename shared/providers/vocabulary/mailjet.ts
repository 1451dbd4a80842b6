import { vocabulary } from '../reading/vocabulary.ts';

/** `event`; of a bounce whether it is hard behind a slash, for where its error says nothing. */
export const mailjetEvents = vocabulary([
  ['bounce', 'bounce', null, 9999, 'refused'],
  ['bounce/hard', 'bounce', true, 2999, 'refused for good'],
  ['bounce/soft', 'bounce', false, 3999, 'refused for a reason that may pass'],
  ['blocked', 'dropped', null, 2999, 'Mailjet did not send'],
  ['spam', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsub', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['sent', 'delivered', null, null, "accepted by the recipient's server"],
  ['open', 'other', null, null, 'opened'],
  ['click', 'other', null, null, 'a link was followed'],
]);

/** `error` of a bounce or a block. */
export const mailjetErrors = vocabulary([
  ['user unknown', 'bounce', true, 2001, 'the mailbox does not exist'],
  ['mailbox inactive', 'bounce', null, 3002, 'the account has been inactive for too long'],
  ['quota exceeded', 'bounce', false, 3001, 'the mailbox is full'],
  ['blacklisted', 'bounce', null, 1999, 'on the list of recipients Mailjet does not send to', 'listed'],
  ['spam reporter', 'bounce', null, 1999, 'it complained before', 'listed'],
  ['invalid domain', 'bounce', true, 2002, 'the domain does not exist'],
  ['no mail host', 'bounce', true, 2002, 'the domain has no mail server'],
  ['relay/access denied', 'bounce', null, 4006, 'the server does not take mail for the domain'],
  ['greylisted', 'deferral', false, 3003, 'put off; Mailjet tries again'],
  ['typofix', 'bounce', true, 2002, 'the domain looks mistyped'],
  ['bad or empty template', 'bounce', null, 9999, "the sender's template is empty"],
  ['error in template language', 'bounce', null, 9999, "a mistake in the sender's template"],
  ['sender blocked', 'bounce', null, 3004, 'the receiver blocks the sender'],
  ['content blocked', 'bounce', null, 1004, 'the content was refused'],
  ['policy issue', 'bounce', null, 1004, "refused by the receiver's policy"],
  ['system issue', 'bounce', null, 4999, 'a fault of the receiving system'],
  ['protocol issue', 'bounce', null, 4002, 'a fault in the SMTP conversation'],
  ['connection issue', 'bounce', null, 4003, 'the server could not be reached'],
  ['preblocked', 'bounce', null, 2999, 'not sent: it bounced too often'],
  ['spam preblocked', 'bounce', null, 1004, 'not sent: the content looks like spam'],
  ['duplicate in campaign', 'bounce', null, 9999, 'twice in one campaign; sent once'],
]);

/** `error_related_to`, where the error is none of those above: what the failure is about. */
export const mailjetRelations = vocabulary([
  ['recipient', 'bounce', null, null, 'the recipient; not in what way'],
  ['domain', 'bounce', null, 2002, "the recipient's domain"],
  ['content', 'bounce', null, 1004, 'the content of the message'],
  ['spam', 'bounce', null, 1004, 'taken for spam'],
  ['system', 'bounce', null, 4999, 'a fault of one of the two servers'],
  ['mailjet', 'bounce', null, null, 'a decision of Mailjet; not which'],
]);
