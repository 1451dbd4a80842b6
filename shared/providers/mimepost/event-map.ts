import { eventMap } from '../parsing/event-map.ts';

/** `event` of a MimePost webhook. */
export const mimepostEvents = eventMap({
  bounce_hard: ['bounce', true, 2999],
  bounce_soft: ['bounce', false, 3999],
  block_hard: ['bounce', null, 1999],
  block_soft: ['bounce', false, 1999],
  spam: ['complaint', null, null],
  unsubscribe: ['unsubscribe', null, null],
  unsubscribed: ['unsubscribe', null, null],
  delivered: ['delivered', null, null],
  request: ['other', null, null],
  open: ['other', null, null],
  click: ['other', null, null],
});
