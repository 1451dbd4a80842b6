import {
  courier,
  domino,
  exchange,
  exchange55,
  exim,
  gmail,
  opensmtpd,
  postfix,
  qmail,
  yahoo,
  zoho,
} from './address-block-formats.ts';
import { autoReply, challenge } from './auto-reply.ts';
import { deliveryStatus, reportInText } from './delivery-status.ts';
import { disposition } from './disposition.ts';
import { feedbackReport, junkMailReport } from './feedback-report.ts';
import type { MailFormat } from './format.ts';
import { generic } from './generic.ts';
import { imail, ims, labelledFields } from './labelled-formats.ts';
import { mailingList } from './mailing-list.ts';
import { aol, dragonfly, googleGroups, haraka, xmail } from './sentence-formats.ts';
import { sesNotification } from './ses-notification.ts';
import { mdaemon, sendmail } from './transcript-formats.ts';

/** Machine-readable reports: they decide before any text. */
export const structuredFormats: readonly MailFormat[] = [
  feedbackReport,
  deliveryStatus,
  sesNotification,
  junkMailReport,
  disposition,
];

/** Some challenges contain the wording of a mail system: they are tried before it, in the mail itself only. */
export const challengeFormats: readonly MailFormat[] = [challenge];

/** Bounces in a known wording. The first that matches and has a recipient decides. */
export const textFormats: readonly MailFormat[] = [
  reportInText,
  haraka,
  qmail,
  gmail,
  zoho,
  exim,
  postfix,
  sendmail,
  dragonfly,
  mdaemon,
  opensmtpd,
  exchange55,
  exchange,
  domino,
  courier,
  yahoo,
  aol,
  xmail,
  imail,
  ims,
  googleGroups,
];

/** Automatic replies to a message, as opposed to failures of it. */
export const replyFormats: readonly MailFormat[] = [challenge, mailingList, autoReply];

/** Last resorts, for bounces in an unknown wording. */
export const fallbackFormats: readonly MailFormat[] = [labelledFields, generic];
