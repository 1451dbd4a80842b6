import { eventMap } from '../parsing/event-map.ts';

/** `Type`; of a Failed event its `FailureType`, of a Tracking event its `TrackingType`, behind a slash. */
export const socketlabsEvents = eventMap({
  Failed: ['bounce', null, 9999],
  'Failed/Permanent': ['bounce', true, 2999],
  'Failed/Temporary': ['bounce', false, 3999],
  'Failed/Suppressed': ['dropped', null, 2999, 'on-esp-suppression-list'],
  Deferred: ['deferral', false, 3003],
  Delivered: ['delivered'],
  Sent: ['delivered'],
  Complaint: ['complaint'],
  Tracking: ['other'],
  'Tracking/Click': ['other'],
  'Tracking/Open': ['other'],
  'Tracking/Unsubscribe': ['unsubscribe'],
  Click: ['other'],
  Open: ['other'],
  Unsubscribe: ['unsubscribe'],
  Queued: ['other'],
});

/** `FailureCode` of a Failed event that is no bounce. */
export const socketlabsCodes = eventMap({ '5001': ['auto-reply', null, 5001] });
