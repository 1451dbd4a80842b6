import { eventMap } from '../parsing/event-map.ts';

/** `eventType` of a Mailomat event. */
export const mailomatEvents = eventMap({
  failure_perm: ['bounce', true, 2999],
  failure_tmp: ['deferral', false, 3999],
  not_accepted: ['dropped', null, 2999],
  complained: ['complaint'],
  unsubscribed: ['unsubscribe'],
  delivered: ['delivered'],
  accepted: ['other'],
  opened: ['other'],
  clicked: ['other'],
});
