import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/**
 * Docomo, au and SoftBank. `550 Unknown user` of a mobile phone may also be a phone that refuses the sender: the
 * carriers say both with the same words, and a reader cannot tell them apart.
 */
export const japaneseMobile: RuleFile = {
  file: 'receivers/japanese-mobile',
  rules: [
    {
      name: 'full',
      code: 3001,
      strength: RECEIVER,
      phrases: [['too much mail data', 'Docomo: 552']],
    },
    {
      name: 'filtered',
      code: 1004,
      strength: RECEIVER,
      phrases: [['message filtered please see the faqs', 'SoftBank: 550 5.2.0']],
    },
  ],
};
