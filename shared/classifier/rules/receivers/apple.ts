import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Apple, iCloud: the codes in brackets. */
export const apple: RuleFile = {
  file: 'receivers/apple',
  rules: [
    {
      name: 'reputation',
      code: 1003,
      strength: RECEIVER,
      phrases: [['hm07', '554 5.7.1 [HM07]']],
    },
    {
      name: 'policy',
      code: 1999,
      strength: RECEIVER,
      phrases: [
        ['hm08', '554 5.7.1 [HM08]: local policy'],
        ['cs01', '550 5.7.1 [CS01]'],
        ['cs02', '550 5.7.1 [CS02]'],
        ['cs03', '550 5.7.1 [CS03]'],
      ],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER + 1,
      phrases: [['deferred due to excessive volume', '421 4.7.1']],
    },
  ],
};
