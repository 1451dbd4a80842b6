import { eventMap } from '../parsing/event-map.ts';

/** `eventType` of a Mailomat event. */
export const mailomatEvents = eventMap({
  failure_perm: ['bounce', true, 2999],
  failure_tmp: ['deferral', false, 3999],
  not_accepted: ['dropped', null, 2999],
  complained: ['complaint', null, null],
  unsubscribed: ['unsubscribe', null, null],
  delivered: ['delivered', null, null],
  accepted: ['other', null, null],
  opened: ['other', null, null],
  clicked: ['other', null, null],
});
