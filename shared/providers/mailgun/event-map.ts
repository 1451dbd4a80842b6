import { eventMap } from '../parsing/event-map.ts';

/** `event`; of `failed` its `severity` and `reason`, of the older `dropped` its `reason`, behind slashes. */
export const mailgunEvents = eventMap({
  failed: ['bounce', null, 9999],
  'failed/temporary': ['deferral', false, 3999],
  'failed/permanent': ['bounce', true, 2999],
  'failed/permanent/bounce': ['bounce', true, 2999],
  'failed/permanent/generic': ['bounce', true, 2999],
  'failed/permanent/espblock': ['bounce', null, 1999],
  'failed/permanent/old': ['bounce', null, 4004],
  'failed/permanent/suppress-bounce': ['dropped', true, 2004],
  'failed/permanent/suppress-unsubscribe': ['dropped', null, 1999, 'on-esp-suppression-list'],
  'failed/permanent/suppress-complaint': ['dropped', null, 1999, 'on-esp-suppression-list'],
  permanent_fail: ['bounce', true, 2999],
  temporary_fail: ['deferral', false, 3999],
  rejected: ['dropped', null, 1999],
  complained: ['complaint'],
  unsubscribed: ['unsubscribe'],
  delivered: ['delivered'],
  bounced: ['bounce', true, 2999],
  dropped: ['dropped'],
  'dropped/hardfail': ['dropped', true, 2999],
  'dropped/reply': ['bounce', null, 2999],
  'dropped/old': ['bounce', null, 4004],
  accepted: ['other'],
  stored: ['other'],
  opened: ['other'],
  clicked: ['other'],
});

/** `code` where Mailgun gives one of its own instead of an SMTP reply code. */
export const mailgunCodes = eventMap({
  '498': ['bounce', null, 2002],
  '499': ['bounce', null, 4003],
  '605': ['dropped', true, 2004],
  '606': ['dropped', null, 1999, 'on-esp-suppression-list'],
  '607': ['dropped', null, 1999, 'on-esp-suppression-list'],
});
