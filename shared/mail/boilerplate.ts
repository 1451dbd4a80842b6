/**
 * Sentences by which reporting hosts introduce a bounce. They speak of the message ("I've given up", "permanent
 * error"), and say nothing of the recipient's address: where a bounce has no other text, it states no reason.
 */
const sentences: readonly string[] = [
  // Postfix
  'This is the mail system at host \\S+',
  "I(?:'|’)m sorry to have to inform you that your message could not be delivered to one or more recipients\\.",
  "It's attached below\\.",
  'For further assistance, please send mail to (?:<?\\S+@\\S+>?|postmaster)\\.?',
  'If you do so, please include this problem report\\.',
  'You can delete your own text from the attached returned message\\.',
  'The mail system',
  // Exim
  'This message (?:was|has been) created automatically by (?:the )?mail delivery software\\.',
  'A message that you sent could not be delivered to (?:one or more|all|some) of its recipients\\.',
  'This is a permanent error\\.',
  'The following address(?:es|\\(es\\))? failed:',
  // qmail, Haraka, James
  'Hi\\. This is the .{1,60} (?:program|server) at \\S+',
  'This is the mail delivery agent at \\S+',
  "(?:I'm afraid I wasn't able|I was unable) to deliver your message to the following addresses\\.",
  "This is a permanent error; I've given up\\.",
  "Sorry it didn't work out\\.",
  'Below I include the list of recipients and the reason why I was unable to deliver your message\\.',
  '(?:Failed|Intended) recipients?(?:\\(s\\))?:',
  'Failure reason:',
  '(?:Error: )?Some recipients failed:',
  // OpenSMTPD
  'Hi!',
  'This is the MAILER-DAEMON, please DO NOT REPLY to this e-?mail\\.',
  'An error has occurred while attempting to deliver a message for the following list of recipients:',
  'Below is a copy of the original message:',
  // Sendmail
  'The original message was received at [^\\n]{1,80}',
  // Courier
  'This is a delivery status notification from \\S+ running the Courier mail server, version [\\d.]{1,20}',
  'The original message was received on [^\\n]{1,80} from \\S+(?: \\([^()\\n]{1,120}\\))?',
  'UNDELIVERABLE MAIL',
  'Your message to the following recipients cannot be delivered:',
  // nullmailer
  'This is the nullmailer delivery system\\.',
  'The message attached below could not be delivered to one or more of the intended recipients:',
  // Exchange, hMailServer, MailEnable, IIS and others
  'Your message did not reach some or all of the intended recipients\\.',
  'The following recipients?(?:\\(s\\))? (?:could not be reached|did not receive (?:this|the|your) message):',
  '(?:Your|The) message (?:that you sent )?(?:could not be|was not|cannot be) delivered to the following (?:recipients?|address(?:es)?):',
  'The message that you sent was undeliverable to the following:',
  // MIME preambles
  'This is a MIME-encapsulated message\\.?',
];

/** A sentence may be wrapped and quoted anywhere between its words. */
const BOILERPLATE = new RegExp(
  sentences.map((words) => words.replaceAll(' ', '[\\s>]{1,20}')).join('|'),
  'gi',
);

/** A text without the boilerplate of reporting hosts. */
export function withoutBoilerplate(text: string): string {
  return text.replace(BOILERPLATE, ' ');
}
