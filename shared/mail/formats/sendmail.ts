import { findingsOfTranscript } from '../layouts/transcript.ts';
import { textFormat } from './text-format.ts';

/** Sendmail 5 to 8 and the many that copied its sections. */
export const sendmail = textFormat({
  name: 'sendmail',
  phrases: [
    'transcript of session follows',
    'the following addresses had permanent fatal errors',
    'the following addresses had transient non-fatal errors',
    'the following addresses had delivery problems',
    'the following addresses had delivery errors',
    'the following addresses had fatal errors',
    'the following addresses had errors',
    'the following addresses had permanent delivery errors',
  ],
  read: (letter) => findingsOfTranscript(letter, letter.notice.lines),
});
