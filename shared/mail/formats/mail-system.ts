import type { ParsedMessage } from '../mime/message.ts';
import { PhraseList } from '../phrases.ts';

/** Parts of a From header of systems that send nothing but delivery reports. */
const reportSenders = new PhraseList([
  'mailer-daemon',
  'mailerdaemon',
  'mailer_daemon',
  'mail-daemon',
  'mail delivery sub',
  'mail delivery system',
  'mail delivery service',
  'mail deliver system',
  'delivery subsystem',
]);

/** Parts of a From header of mail systems and their operators, which send other mail too. */
const hostSenders = new PhraseList([
  'postmaster',
  'post_master',
  'mail administrator',
  'mail system',
  'mdaemon',
  'system administrator',
  'systemadministrator',
  'administrateur syst',
  'administrador del sistema',
  'microsoft exchange',
  'microsoft outlook',
  'bounce@',
  'bounces@',
]);

/** Whether a mail comes from a system that sends nothing but delivery reports. */
export function isFromReporter(message: ParsedMessage): boolean {
  return reportSenders.occursInField(message.header('from'));
}

/** Whether a mail comes from a mail system, or from its operators, who send other mail too. */
export function isFromMailSystem(message: ParsedMessage): boolean {
  return (
    reportSenders.occursInField(message.header('from')) || hostSenders.occursInField(message.header('from'))
  );
}
