import { eventMap } from '../parsing/event-map.ts';

/** `event` of Mailtrap. */
export const mailtrapEvents = eventMap({
  bounce: ['bounce', true, 2999],
  'soft bounce': ['bounce', false, 3999],
  reject: ['dropped', null, 2999],
  suspension: ['dropped'],
  spam: ['complaint'],
  'spam complaint': ['complaint'],
  unsubscribe: ['unsubscribe'],
  delivery: ['delivered'],
  open: ['other'],
  click: ['other'],
});

/**
 * `bounce_category` of Mailtrap, where it says more than the event; of what its suppression list stopped the words
 * after `Reason:`.
 */
export const mailtrapCategories = eventMap({
  user_unknown: ['bounce', true, 2001],
  spam: ['bounce', null, 1004],
  virus: ['bounce', null, 1007],
  blocklisted: ['bounce', null, 1002],
  quota: ['bounce', false, 3001],
  mailbox_full: ['bounce', false, 3001],
  inactive: ['bounce', null, 3002],
  dns: ['bounce', null, 2002],
  connection: ['bounce', false, 4003],
  greylisting: ['deferral', false, 3003],
  throttled: ['bounce', false, 1006],
  unsubscription: ['dropped', null, 1999, 'on-esp-suppression-list'],
  'spam complaint': ['dropped', null, 1999, 'on-esp-suppression-list'],
  'hard bounce': ['dropped', true, 2004],
  'manual import': ['dropped', null, 1999, 'on-esp-suppression-list'],
});
