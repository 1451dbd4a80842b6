import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Proofpoint, and Proofpoint Essentials. */
export const proofpoint: RuleFile = {
  file: 'receivers/proofpoint',
  rules: [
    {
      name: 'unknown',
      code: 2001,
      strength: RECEIVER,
      phrases: [['user email address is marked as invalid', 'Proofpoint Essentials: 550 5.1.1']],
    },
    {
      name: 'blocked',
      code: 1003,
      strength: RECEIVER,
      phrases: [
        ['*ipcheck.proofpoint*', 'Proofpoint: 554 5.7.0'],
        ['*prs.proofpoint*', 'Proofpoint: dynamic reputation'],
        ['*support.proofpoint.com/dnsbl*', 'Proofpoint: the page to look it up'],
      ],
    },
  ],
};
