import { textFormat } from './text-format.ts';

/** Zoho: `address reason, ERROR_CODE :550, …`, or a bracketed status line. */
export const zoho = textFormat({
  name: 'zoho',
  phrases: ['error_code :'],
  sign: (letter) => letter.header('x-zohomail') !== '' || /\bzoho\b/i.test(letter.header('x-mailer')),
});
