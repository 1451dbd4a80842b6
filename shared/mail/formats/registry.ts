import { aol } from './aol.ts';
import { autoReply, challenge } from './auto-reply.ts';
import { courier } from './courier.ts';
import { deliveryStatus } from './delivery-status.ts';
import { disposition } from './disposition.ts';
import { domino } from './domino.ts';
import { dragonfly } from './dragonfly.ts';
import { exchange } from './exchange.ts';
import { exchange55 } from './exchange-55.ts';
import { exim } from './exim.ts';
import { feedbackReport } from './feedback-report.ts';
import type { MailFormat } from './format.ts';
import { generic } from './generic.ts';
import { gmail } from './gmail.ts';
import { googleGroups } from './google-groups.ts';
import { imail } from './imail.ts';
import { ims } from './ims.ts';
import { junkMailReport } from './junk-mail-report.ts';
import { labelledFields } from './labelled-fields.ts';
import { mailingList } from './mailing-list.ts';
import { mdaemon } from './mdaemon.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { qmail } from './qmail.ts';
import { reportInText } from './report-in-text.ts';
import { sendmail } from './sendmail.ts';
import { sesNotification } from './ses-notification.ts';
import { xmail } from './xmail.ts';
import { yahoo } from './yahoo.ts';
import { zoho } from './zoho.ts';

/** Machine-readable reports: what they say goes before any words. */
export const structuredFormats: readonly MailFormat[] = [
  feedbackReport,
  deliveryStatus,
  sesNotification,
  junkMailReport,
  disposition,
];

/** Some challenges borrow the words of a mail system: they are asked for first, but only in the mail itself. */
export const challengeFormats: readonly MailFormat[] = [challenge];

/** Bounces in a known wording. The first that recognises a mail and finds a recipient in it has read it. */
export const wordedFormats: readonly MailFormat[] = [
  reportInText,
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

/** Answers to a message, rather than failures of it. */
export const replyFormats: readonly MailFormat[] = [challenge, mailingList, autoReply];

/** Last resorts, for bounces in words of their own. */
export const looseFormats: readonly MailFormat[] = [labelledFields, generic];
