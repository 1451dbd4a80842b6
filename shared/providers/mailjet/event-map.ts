import { eventMap } from '../parsing/event-map.ts';

/** `event`; of a bounce whether it is hard behind a slash, for where its error says nothing. */
export const mailjetEvents = eventMap({
  bounce: ['bounce', null, 9999],
  'bounce/hard': ['bounce', true, 2999],
  'bounce/soft': ['bounce', false, 3999],
  blocked: ['dropped', null, 2999],
  spam: ['complaint'],
  unsub: ['unsubscribe'],
  sent: ['delivered'],
  open: ['other'],
  click: ['other'],
});

/** `error` of a bounce or a block. */
export const mailjetErrors = eventMap({
  'user unknown': ['bounce', true, 2001],
  'mailbox inactive': ['bounce', null, 3002],
  'quota exceeded': ['bounce', false, 3001],
  blacklisted: ['bounce', null, 1999, 'on-esp-suppression-list'],
  'spam reporter': ['bounce', null, 1999, 'on-esp-suppression-list'],
  'invalid domain': ['bounce', true, 2002],
  'no mail host': ['bounce', true, 2002],
  'relay/access denied': ['bounce', null, 4006],
  greylisted: ['deferral', false, 3003],
  typofix: ['bounce', true, 2002],
  'bad or empty template': ['bounce', null, 9999],
  'error in template language': ['bounce', null, 9999],
  'sender blocked': ['bounce', null, 3004],
  'content blocked': ['bounce', null, 1004],
  'policy issue': ['bounce', null, 1004],
  'system issue': ['bounce', null, 4999],
  'protocol issue': ['bounce', null, 4002],
  'connection issue': ['bounce', null, 4003],
  preblocked: ['bounce', null, 2999],
  'spam preblocked': ['bounce', null, 1004],
  'duplicate in campaign': ['bounce', null, 9999],
});

/** `error_related_to`, where the error is none of those above: what the failure is about. */
export const mailjetRelations = eventMap({
  recipient: ['bounce'],
  domain: ['bounce', null, 2002],
  content: ['bounce', null, 1004],
  spam: ['bounce', null, 1004],
  system: ['bounce', null, 4999],
  mailjet: ['bounce'],
});
