import { textFormat } from './text-format.ts';

/** OpenSMTPD: a list of `address: reply`. */
export const opensmtpd = textFormat({
  name: 'opensmtpd',
  phrases: [
    'this is the mailer-daemon, please do not reply to this e-mail',
    'this is the mailer-daemon, please do not reply to this email',
  ],
});
