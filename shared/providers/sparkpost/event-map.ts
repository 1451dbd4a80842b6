import { eventMap } from '../parsing/event-map.ts';

/** `type`, of every class of event. */
export const sparkpostEvents = eventMap({
  bounce: ['bounce', null, 9999],
  inband: ['bounce', null, 9999],
  out_of_band: ['bounce', null, 9999],
  outofband: ['bounce', null, 9999],
  delay: ['deferral', false, 3003],
  policy_rejection: ['dropped', null, 1999],
  generation_failure: ['dropped', null, 9999],
  generation_rejection: ['dropped', null, 1999],
  spam_complaint: ['complaint'],
  list_unsubscribe: ['unsubscribe'],
  link_unsubscribe: ['unsubscribe'],
  delivery: ['delivered'],
  injection: ['other'],
  open: ['other'],
  initial_open: ['other'],
  click: ['other'],
});

/** `bounce_class`, a number that arrives as text. SparkPost itself suppresses on the hard and the admin ones. */
export const sparkpostBounceClasses = eventMap({
  '1': ['bounce', null, 9999],
  '10': ['bounce', true, 2001],
  '20': ['bounce', false, 3999],
  '21': ['bounce', false, 2002],
  '22': ['bounce', false, 3001],
  '23': ['bounce', false, 1004],
  '24': ['bounce', false, 4002],
  '25': ['dropped', null, 1999],
  '26': ['dropped', null, 1999, 'on-esp-suppression-list'],
  '30': ['bounce', true, 2001],
  '40': ['bounce', false, 3999],
  '50': ['bounce', null, 1999],
  '51': ['bounce', null, 1002],
  '52': ['bounce', null, 1004],
  '53': ['bounce', null, 1004],
  '54': ['bounce', null, 4006],
  '60': ['auto-reply', null, 5001],
  '70': ['bounce', false, 3003],
  '80': ['auto-reply', null, 5999],
  '90': ['unsubscribe'],
  '100': ['auto-reply', null, 1011],
});
