import { eventMap } from '../parsing/event-map.ts';

/** `event` of a message's event, `type` of a change of the rejection lists. */
export const mandrillEvents = eventMap({
  hard_bounce: ['bounce', true, 2999],
  soft_bounce: ['bounce', false, 3999],
  deferral: ['deferral', false, 3999],
  spam: ['complaint'],
  unsub: ['unsubscribe'],
  reject: ['dropped', null, 1999],
  delivered: ['delivered'],
  send: ['other'],
  open: ['other'],
  click: ['other'],
  inbound: ['other'],
  blacklist: ['dropped', null, 2999],
  denylist: ['dropped', null, 2999],
  whitelist: ['other'],
  allowlist: ['other'],
  safelist: ['other'],
});

/** `action` of a change of the denylist: only an address that is put onto it is an event of that address. */
export const mandrillActions = eventMap({
  add: ['dropped', null, 2999],
  change: ['dropped', null, 2999],
  remove: ['other'],
});

/** `msg.bounce_description` of a bounce. */
export const mandrillBounces = eventMap({
  bad_mailbox: ['bounce', true, 2001],
  invalid_domain: ['bounce', true, 2002],
  mailbox_full: ['bounce', false, 3001],
  general: ['bounce'],
  other: ['bounce'],
});

/** The reason of a rejection. */
export const mandrillRejects = eventMap({
  'hard-bounce': ['dropped', true, 2004],
  'soft-bounce': ['dropped', false, 3999, 'on-esp-suppression-list'],
  spam: ['dropped', null, 1999, 'on-esp-suppression-list'],
  unsub: ['dropped', null, 1999, 'on-esp-suppression-list'],
  custom: ['dropped', null, 1999, 'on-esp-suppression-list'],
  rule: ['dropped', null, 1999],
  invalid: ['dropped', true, 2003],
  'invalid-sender': ['dropped', null, 3004],
  'test-mode-limit': ['dropped', null, 9999],
  unsigned: ['dropped', null, 3004],
});
