import { eventMap } from '../parsing/event-map.ts';

/** `bounce.action` of a Forward Email bounce: whether it is tried again. */
export const forwardemailActions = eventMap({
  reject: ['bounce', true],
  defer: ['deferral', false, 3003],
  slowdown: ['deferral', false, 1006],
});

/** `bounce.category` of a Forward Email bounce: why. */
export const forwardemailCategories = eventMap({
  recipient: ['bounce', null, 2001],
  capacity: ['bounce', null, 3001],
  spam: ['bounce', null, 1004],
  virus: ['bounce', null, 1007],
  message: ['bounce', null, 1004],
  block: ['bounce', null, 1002],
  blocklist: ['bounce', null, 1002],
  policy: ['bounce', null, 1999],
  dmarc: ['bounce', null, 1999],
  envelope: ['bounce', null, 3004],
  greylist: ['bounce', null, 3003],
  defer: ['bounce', null, 3003],
  network: ['bounce', null, 4003],
  dns: ['bounce', null, 2002],
  protocol: ['bounce', null, 4002],
  other: ['bounce'],
});
