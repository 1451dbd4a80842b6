import { eventMap } from '../parsing/event-map.ts';

/** `event` of a MimePost webhook. */
export const mimepostEvents = eventMap({
  bounce_hard: ['bounce', true, 2999],
  bounce_soft: ['bounce', false, 3999],
  block_hard: ['bounce', null, 1999],
  block_soft: ['bounce', false, 1999],
  spam: ['complaint'],
  unsubscribe: ['unsubscribe'],
  unsubscribed: ['unsubscribe'],
  delivered: ['delivered'],
  request: ['other'],
  open: ['other'],
  click: ['other'],
});
