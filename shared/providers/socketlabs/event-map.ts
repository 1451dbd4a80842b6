import { eventMap } from '../parsing/event-map.ts';

/** `Type`; of a Failed event its `FailureType`, of a Tracking event its `TrackingType`, behind a slash. */
export const socketlabsEvents = eventMap({
  Failed: ['bounce', null, 9999],
  'Failed/Permanent': ['bounce', true, 2999],
  'Failed/Temporary': ['bounce', false, 3999],
  'Failed/Suppressed': ['dropped', null, 2999, 'on-esp-suppression-list'],
  Deferred: ['deferral', false, 3003],
  Delivered: ['delivered', null, null],
  Sent: ['delivered', null, null],
  Complaint: ['complaint', null, null],
  Tracking: ['other', null, null],
  'Tracking/Click': ['other', null, null],
  'Tracking/Open': ['other', null, null],
  'Tracking/Unsubscribe': ['unsubscribe', null, null],
  Click: ['other', null, null],
  Open: ['other', null, null],
  Unsubscribe: ['unsubscribe', null, null],
  Queued: ['other', null, null],
});
