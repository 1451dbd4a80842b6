/** The ESPs whose management API takes an API key. The stack's construct reads the names and loads no client. */
export const keyedProviders = [
  'sendgrid',
  'mailgun',
  'postmark',
  'mandrill',
  'brevo',
  'resend',
  'mailjet',
  'sparkpost',
  'socketlabs',
  'mailersend',
  'mailtrap',
  'smtp2go',
  'azure',
  'customerio',
  'iterable',
  'elasticemail',
  'unisender-go',
  'ahasend',
  'scaleway',
  'zeptomail',
  'lettermint',
  'forwardemail',
  'loops',
  'sendpulse',
  'infobip',
  'mailchimp',
] as const;

export type KeyedProvider = (typeof keyedProviders)[number];

export function isKeyedProvider(name: string): name is KeyedProvider {
  return keyedProviders.some((known) => known === name);
}
