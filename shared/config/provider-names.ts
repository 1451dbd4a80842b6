/**
 * The ESPs, by the names the configuration, the command line and the records use. Kept apart from the registry so
 * that a configuration can be typed without loading every reader; a test holds the two together.
 */
export const providerNames = [
  'ahasend',
  'azure',
  'brevo',
  'customerio',
  'elasticemail',
  'forwardemail',
  'generic',
  'infobip',
  'iterable',
  'lettermint',
  'loops',
  'mailchimp',
  'mailersend',
  'mailgun',
  'mailjet',
  'mailomat',
  'mailtrap',
  'mandrill',
  'mimepost',
  'postal',
  'postmark',
  'resend',
  'scaleway',
  'sendgrid',
  'sendpulse',
  'ses',
  'ses-eventbridge',
  'smtp2go',
  'socketlabs',
  'sparkpost',
  'sweego',
  'unisender-go',
  'zeptomail',
] as const;

export type ProviderName = (typeof providerNames)[number];
