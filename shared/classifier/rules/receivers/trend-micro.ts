import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Trend Micro. */
export const trendMicro: RuleFile = {
  file: 'receivers/trend-micro',
  rules: [
    {
      name: 'listed',
      code: 1002,
      strength: RECEIVER,
      phrases: [
        ['ers dul', 'Trend Micro Email Reputation: dial-up list'],
        ['ers rbl', 'Trend Micro Email Reputation: RBL+'],
        ['ers qil', 'Trend Micro Email Reputation: QIL'],
        ['email reputation service*', 'Trend Micro'],
      ],
    },
  ],
};
