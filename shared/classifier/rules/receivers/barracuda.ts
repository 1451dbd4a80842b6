import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Barracuda. */
export const barracuda: RuleFile = {
  file: 'receivers/barracuda',
  rules: [
    {
      name: 'listed',
      code: 1002,
      strength: RECEIVER,
      phrases: [
        ['barracuda reputation', 'Barracuda: 550, 554'],
        ['*barracudanetworks.com/reputation*', 'Barracuda: the page to look it up'],
      ],
    },
    {
      name: 'blocked',
      code: 1999,
      strength: RECEIVER,
      phrases: [['permanent failure for one or more recipients blocked', 'Barracuda: 550']],
    },
  ],
};
