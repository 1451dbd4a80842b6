import type { RuleFile } from '../rule.ts';
import { PLAIN } from './strength.ts';

/** The message is too large. The scheme has no code of its own for it. */
export const messageSize: RuleFile = {
  file: 'message-size',
  rules: [
    {
      name: 'too-large',
      code: 1999,
      strength: PLAIN - 1,
      phrases: [
        ['too large', 'MTAs'],
        ['too big', 'MTAs'],
        ['message size', 'MTAs'],
        ['size limit', 'MTAs'],
        ['size exceed*', 'MTAs'],
        ['maximum .. size', 'MTAs'],
        ['max* .. message size', 'MTAs'],
        ['exceeds .. size', 'MTAs'],
        ['exceeded .. size', 'MTAs'],
        ['message length exceeds', 'RFC 3463'],
        ['oversize*', 'MTAs'],
        ['size of .. message', 'MTAs'],
        ['size of .. attachment*', 'MTAs'],
        ['total size', 'MTAs'],
        ['larger than', 'MTAs'],
        ['message too long', 'MTAs'],
        ['message is too long', 'MTAs'],
        ['mail is too long', 'MTAs'],
        ['bigger than', 'MTAs'],
        ['exceeds .. mb', 'MTAs'],
      ],
    },
  ],
};
