import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** McAfee, MX Logic before. */
export const mcafee: RuleFile = {
  file: 'receivers/mcafee',
  rules: [
    {
      name: 'denied',
      code: 1999,
      strength: RECEIVER,
      phrases: [['denied .. mode normal', 'McAfee, MX Logic: 554 Denied (Mode: normal)']],
    },
  ],
};
