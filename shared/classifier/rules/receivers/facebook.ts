import type { RuleFile } from '../../rule.ts';
import { RECEIVER } from '../strength.ts';

/** Facebook: the codes of its postmaster. */
export const facebook: RuleFile = {
  file: 'receivers/facebook',
  rules: [
    {
      name: 'unknown',
      code: 2001,
      strength: RECEIVER,
      phrases: [
        ['rcp p1', 'Facebook RCP-P1: no such recipient'],
        ['rcp p2', 'Facebook RCP-P2'],
      ],
    },
    {
      name: 'policy',
      code: 1999,
      strength: RECEIVER,
      phrases: [
        ['pol p*', 'Facebook POL-P1 to POL-P7'],
        ['dns p*', 'Facebook DNS-P1 to DNS-P3'],
      ],
    },
    {
      name: 'rate',
      code: 1006,
      strength: RECEIVER,
      phrases: [
        ['con t1', 'Facebook CON-T1'],
        ['con t2', 'Facebook CON-T2'],
        ['con t3', 'Facebook CON-T3'],
        ['rcp t1', 'Facebook RCP-T1'],
      ],
    },
  ],
};
