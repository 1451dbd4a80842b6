import type { RuleFile } from '../rule.ts';
import { PLAIN } from './strength.ts';

/** The message is too large. The scheme has no code of its own for it. */
export const messageSize: RuleFile = {
  file: 'message-size',
  rules: [
    {
      name: 'too-large-for',
      code: 1999,
      strength: PLAIN + 7,
      phrases: [['too large for', 'Exchange, Mimecast: whatever it is too large for']],
    },
    {
      name: 'too-large',
      code: 1999,
      strength: PLAIN - 1,
      phrases: [
        ['too large', 'Sendmail, Exchange'],
        ['too big', 'Sendmail, Exchange'],
        ['message size', 'RFC 1870 and MTAs'],
        ['size limit', 'RFC 1870 and MTAs'],
        ['size exceed*', 'RFC 1870 and MTAs'],
        ['maximum .. size', 'RFC 1870 and MTAs'],
        ['max* .. message size', 'RFC 1870 and MTAs'],
        ['exceeds .. size', 'RFC 1870 and MTAs'],
        ['exceeded .. size', 'RFC 1870 and MTAs'],
        ['message length exceeds', 'RFC 3463'],
        ['oversize*', 'Sendmail, Exchange'],
        ['size of .. message', 'Sendmail, Exchange'],
        ['size of .. attachment*', 'Sendmail, Exchange'],
        ['message exceeds', 'RFC 1870 and MTAs'],
        ['message exceeded', 'RFC 1870 and MTAs'],
        ['mail exceeds', 'RFC 1870 and MTAs'],
        ['total size', 'Sendmail, Exchange'],
        ['larger than', 'Sendmail, Exchange'],
        ['message too long', 'Sendmail, Exchange'],
        ['message is too long', 'Sendmail, Exchange'],
        ['mail is too long', 'Sendmail, Exchange'],
        ['bigger than', 'Sendmail, Exchange'],
        ['exceeds .. mb', 'RFC 1870 and MTAs'],
        ['message is over', 'MTAs'],
        ['mail is over', 'MTAs'],
        ['email is over', 'MTAs'],
        ['mb limit', 'MTAs'],
        ['over .. mb', 'MTAs'],
        ['over .. kb', 'MTAs'],
      ],
    },
  ],
};
